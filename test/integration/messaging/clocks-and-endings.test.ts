import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Message } from '#shared/contract/domain/message.ts';
import { messageReason } from '#shared/words/reasons/message-reason.ts';
import { type LiveMember, liveCell } from '../../support/cell/live-member.ts';
import { pollUntil } from '../../support/poll-until.ts';

const DAY_MS = 86_400_000;

let folder: string;
let members: LiveMember[] = [];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'ghoststack-live-'));
});
afterEach(async () => {
  await Promise.all(members.map((member) => member.stop()));
  members = [];
  rmSync(folder, { recursive: true, force: true });
});

async function cellOf<T extends string[]>(...names: T): Promise<{ [K in keyof T]: LiveMember }> {
  members = await liveCell(folder, names);
  return members as { [K in keyof T]: LiveMember };
}

function sentence(member: LiveMember, message: Message): string {
  const peers = member.node.peers();
  const peer = peers.find(({ did }) => did === message.thread) ?? null;
  const names = new Map([...member.node.formerPeers(), ...peers].map(({ did, name }) => [did, name]));
  return messageReason(message, { peer, nowMs: member.node.nowMs(), online: true, names }).sentence;
}

const delivered = (from: LiveMember, id: string, to: LiveMember) =>
  pollUntil(
    () => from.message(id, to),
    ({ state }) => state === 'delivered',
  );

test('a clock that is 10 days behind is named, and once it is mended the message goes out', async () => {
  const [alice, bob] = await cellOf('alice', 'bob');
  await alice.stop();
  alice.aheadMs = -10 * DAY_MS;
  await alice.start();
  const id = alice.send(bob, 'from ten days ago');
  const waiting = await pollUntil(
    () => alice.message(id, bob),
    ({ code }) => code !== null,
  );
  expect(waiting).toMatchObject({ state: 'queued', code: 'expired' });
  expect(sentence(alice, waiting)).toBe("Queued, your clock is 10 days behind bob's");

  await alice.stop();
  alice.aheadMs = 0;
  await alice.start();
  await delivered(alice, id, bob);
  expect(bob.received(alice)).toEqual(['from ten days ago']);
});

test('a clock that loses its time for a while ends nothing that waits', async () => {
  const [alice, bob] = await cellOf('alice', 'bob');
  await bob.stop();
  const ids = [alice.send(bob, 'before the battery went'), alice.send('broadcast', 'to all, before')];
  const { expiresAtMs } = alice.message(ids[0] ?? '', bob);
  // Twice: it starts with its clock years behind, which the network mends soon.
  for (const lostDays of [9, 3 * 365]) {
    await alice.stop();
    alice.aheadMs = -lostDays * DAY_MS;
    await alice.start();
    await pollUntil(
      () => alice.message(ids[0] ?? '', bob),
      (message) => message.expiresAtMs < expiresAtMs - DAY_MS,
    );
    alice.aheadMs = 0;
    await pollUntil(
      () => alice.message(ids[0] ?? '', bob),
      // Whole seconds are what an envelope says.
      (message) => Math.abs(message.expiresAtMs - expiresAtMs) < 5_000,
    );
  }
  await bob.start();
  await delivered(alice, ids[0] ?? '', bob);
  await pollUntil(
    () => bob.received(alice, 'broadcast'),
    (texts) => texts.join() === 'to all, before',
  );
});

test('what was written with a clock 60 days ahead does not wait for those days once it is mended', async () => {
  const [alice, bob] = await cellOf('alice', 'bob');
  await alice.stop();
  alice.aheadMs = 60 * DAY_MS;
  await alice.start();
  const id = alice.send(bob, 'from the future');
  const waiting = await pollUntil(
    () => alice.message(id, bob),
    ({ code }) => code !== null,
  );
  expect(waiting).toMatchObject({ state: 'queued', code: 'clock' });
  expect(sentence(alice, waiting)).toBe("Queued, your clock is 60 days ahead of bob's");
  // While it runs, as when the operator sets the clock.
  alice.aheadMs = 0;
  await delivered(alice, id, bob);
  expect(bob.received(alice)).toEqual(['from the future']);
  expect(alice.message(id, bob).expiresAtMs - Date.now()).toBeLessThanOrEqual(7 * DAY_MS);
});

test('to everyone is who was there when it was written, and each is told for itself', async () => {
  const [alice, bob, carol] = await cellOf('alice', 'bob', 'carol');
  await carol.stop();
  const id = alice.send('broadcast', 'to both of you');
  await pollUntil(
    () => alice.message(id, 'broadcast').deliveredTo,
    (to) => to?.done === 1,
  );
  expect(alice.message(id, 'broadcast').deliveredTo).toEqual({ done: 1, total: 2 });
  await carol.start();
  await pollUntil(
    () => alice.message(id, 'broadcast'),
    ({ state }) => state === 'delivered',
  );
  for (const one of [bob, carol]) expect(one.received(alice, 'broadcast')).toEqual(['to both of you']);
});

test('alone nobody can be written to, and who comes later gets nothing from before', async () => {
  const [alice] = await cellOf('alice');
  expect(() => alice.send('broadcast', 'is anybody there?')).toThrow(/nobody to write to/);
  expect(alice.node.messages.summary().waiting).toBe(0);
});

test('what waits for a member that was removed ends with that as its reason', async () => {
  const [alice, bob, carol] = await cellOf('alice', 'bob', 'carol');
  await carol.stop();
  const [toCarol, toAll] = [alice.send(carol, 'for carol'), alice.send('broadcast', 'for all')];
  const scid = alice.node.cell.shown.view()?.members.find(({ name }) => name === 'carol')?.scid ?? '';
  const proposal = alice.node.cell.deciding().proposeRemoval(scid, '');
  alice.node.cell.deciding().vote(proposal, 'APPROVE', null);
  await pollUntil(() => bob.node.cell.shown.proposals().some(({ id }) => id === proposal), Boolean);
  bob.node.cell.deciding().vote(proposal, 'APPROVE', null);
  await pollUntil(() => !alice.knows(carol), Boolean);
  expect(alice.node.messages.summary().waiting).toBe(0);
  expect(alice.message(toCarol, carol)).toMatchObject({ state: 'refused', code: 'left' });
  expect(alice.message(toAll, 'broadcast')).toMatchObject({ state: 'refused', code: 'left' });
  // And its name stays.
  expect(alice.node.formerPeers()).toEqual([{ did: carol.did, name: 'carol' }]);
  expect(sentence(alice, alice.message(toCarol, carol))).toBe('Not delivered, carol is no member any more');
  expect(sentence(alice, alice.message(toAll, 'broadcast'))).toBe(
    'Delivered to 1 of 2; carol is no member any more',
  );
});
