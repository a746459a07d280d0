/** What people read of mail that others carry, on whole nodes over loopback. */

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { carriesInWords, givenInWords } from '#shared/words/reasons/carried-words.ts';
import { messageReason } from '#shared/words/reasons/message-reason.ts';
import { type LiveMember, liveCell } from '../../support/cell/live-member.ts';
import { pollUntil } from '../../support/poll-until.ts';
import { setUp } from '../../support/set-up.ts';

let folder = '';
let members: LiveMember[] = [];

/** Only these two are online, and connected. */
async function meet(one: LiveMember, other: LiveMember): Promise<void> {
  for (const member of members) {
    const isPresent = member === one || member === other;
    if (member.node.online !== isPresent) await member.node.setOnline(isPresent);
  }
  await pollUntil(
    () => one.node.peers().find(({ did }) => did === other.did)?.link.state,
    (state) => state === 'connected',
  );
}

const names = (): Map<string, string> => new Map(members.map(({ did, name }) => [did, name]));

/** What stands under a message at its sender. */
function told(by: LiveMember, id: string, to: LiveMember | 'broadcast'): string {
  const peer = by.node.peers().find(({ did }) => to !== 'broadcast' && did === to.did) ?? null;
  const context = { peer, nowMs: Date.now(), online: true, names: names() };
  return messageReason(by.message(id, to), context).sentence;
}

async function tells(by: LiveMember, id: string, to: LiveMember | 'broadcast', words: string): Promise<void> {
  await pollUntil(
    () => told(by, id, to),
    (sentence) => sentence === words,
  );
}

setUp('three members who have met', {
  limitMs: 120_000,
  make: async () => {
    folder = mkdtempSync(join(tmpdir(), 'ghoststack-carried-words-'));
    members = await liveCell(folder, ['alice', 'bob', 'carol']);
    // Once all have met, each knows where the others are.
    const isMet = (one: LiveMember) => one.node.peers().every(({ link }) => link.state === 'connected');
    await pollUntil(() => members.every(isMet), Boolean);
  },
  clear: async () => {
    for (const member of members) await member.stop();
    rmSync(folder, { recursive: true, force: true });
  },
});

test('a text to everyone tells member by member where it is, and carried mail what it can and cannot know', async () => {
  const [alice, bob, carol] = members as [LiveMember, LiveMember, LiveMember];
  await meet(alice, carol);
  const toAll = alice.send('broadcast', 'to everyone');
  await tells(alice, toAll, 'broadcast', 'Delivered to 1 of 2; given to carol for bob');
  const states = alice.message(toAll, 'broadcast').recipients?.map(({ did, state }) => [did, state]) ?? [];
  expect(new Map(states as [string, string][])).toEqual(
    new Map([
      [bob.did, 'relayed'],
      [carol.did, 'delivered'],
    ]),
  );
  const back = alice.send(bob, 'never mind');
  await tells(alice, back, bob, "Given to carol; waits for bob's receipt");
  expect(givenInWords(alice.node.messages.carried(), carol.did, names())).toBe(
    'Was given 2 of your messages for bob.',
  );
  expect(carriesInWords(carol.node.messages.carried())).toMatch(/^Carries 2 messages for others, \d/);
  alice.node.messages.cancel(back, null);
  expect(told(alice, back, bob)).toBe('Taken back; copies with carol are told when they are met');

  // Who does not carry any more takes nothing, and what it has goes on.
  carol.node.updateSettings({ carryForOthers: false });
  const later = alice.send(bob, 'who takes this?');
  const after = alice.send(carol, 'to carol herself');
  await tells(alice, after, carol, 'Delivered');
  expect(told(alice, later, bob)).toMatch(/^Queued/);
  expect(carriesInWords(carol.node.messages.carried())).toMatch(/, and takes no more: it is switched off$/);
  await meet(carol, bob);
  await pollUntil(
    () => bob.received(alice, 'broadcast'),
    (texts) => texts.includes('to everyone'),
  );
  await meet(bob, alice);
  await tells(alice, toAll, 'broadcast', 'Delivered to 2 of 2');
  await tells(alice, later, bob, 'Delivered');
});
