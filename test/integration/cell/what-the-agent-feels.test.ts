import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { LifeKind } from '#shared/contract/domain/agent.ts';
import { LIFE_STIMULI } from '#shared/contract/domain/life-stimuli.ts';
import { type LiveMember, liveCell } from '../../support/cell/live-member.ts';
import { pollUntil } from '../../support/poll-until.ts';

/** The words of each kind of event, as the episodes of a member say them. P-1 is the admission of bob. */
const SAID: Readonly<Record<LifeKind, string>> = {
  'message-arrived': 'Message arrived from bob',
  'message-queued': 'Message queued for bob',
  'message-delivered': 'Message delivered to bob',
  'message-failed': 'Message to bob failed',
  'peer-lost': 'Peer lost, bob',
  'peer-away': 'Peer still away, bob',
  'peer-back': 'Peer back, bob',
  'vote-called': 'Vote called, P-2',
  'vote-decided': 'Vote decided, P-2',
};

test('every kind of event that the agent can feel is spoken by the life of real members', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'ghoststack-feels-'));
  const [alice, bob] = (await liveCell(folder, ['alice', 'bob'])) as [LiveMember, LiveMember];
  const felt = () => new Set(alice.node.agent.state().recent.map(({ label }) => label));
  const feels = (kind: LifeKind) =>
    pollUntil(
      () => [...felt()],
      (labels) => labels.includes(SAID[kind]),
      30_000,
    );
  try {
    expect(Object.keys(SAID).sort()).toEqual(Object.keys(LIFE_STIMULI).sort());
    await feels('peer-back');

    alice.send(bob, 'hello');
    await feels('message-queued');
    await feels('message-delivered');
    bob.send(alice, 'hello back');
    await feels('message-arrived');

    const id = alice.node.cell.deciding().propose({ title: 'Plant a pear tree', text: '', open: true });
    await feels('vote-called');
    // No more than five events of one second are felt.
    alice.aheadMs += 1_000;
    await pollUntil(() => bob.node.cell.shown.proposals().some((proposal) => proposal.id === id), Boolean);
    for (const member of [alice, bob]) member.node.cell.deciding().vote(id, 'APPROVE', null);
    await feels('vote-decided');

    await bob.stop();
    await feels('peer-lost');
    await feels('peer-away');
    // Its clock is wrong when it is back: it cannot take what is written now.
    bob.aheadMs = 40 * 86_400_000;
    await bob.start();
    alice.send(bob, 'are you there?');
    await feels('message-failed');
  } finally {
    await Promise.all([alice, bob].map((member) => member.stop()));
    rmSync(folder, { recursive: true, force: true });
  }
});
