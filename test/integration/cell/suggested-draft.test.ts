import { randomBytes } from 'node:crypto';
import { afterEach, expect, test } from 'vitest';
import { DEFAULT_CELL_RULES } from '#shared/protocol/closing/bodies.ts';
import { createNode } from '../../../electron/node/root/create-node.ts';
import { openHome } from '../../../electron/node/root/home.ts';
import type { GhostNode } from '../../../electron/node/root/node.ts';
import { pollUntil } from '../../support/poll-until.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

/** The first action of those that are drawn from: explore. */
const EXPLORE = 0;

let node: GhostNode | null = null;
afterEach(async () => {
  await node?.stop();
  node = null;
});

async function startNode(): Promise<GhostNode> {
  const started = await createNode({
    home: openHome(temporaryFolder()),
    listen: [],
    network: false,
    protection: null,
    deviceSecret: randomBytes(32),
    random: () => EXPLORE,
  });
  node = started;
  await started.createKey('alice', { kind: 'keychain' });
  return started;
}

/** The agent's suggestion of a proposal. */
function suggestedTo(alice: GhostNode): string {
  alice.agent.cycle({ type: 'visual', intensity: 0.8, novelty: 0.9 });
  const { suggestion } = alice.agent.state();
  expect(suggestion?.kind).toBe('proposal');
  return suggestion?.id ?? '';
}

test('without a cell the agent suggests no proposal; in one, a click opens its vote, or leaves a draft', async () => {
  const alice = await startNode();
  alice.agent.cycle({ type: 'visual', intensity: 0.8, novelty: 0.9 });
  expect(alice.agent.state().suggestion).toBeNull();

  await alice.cell.found('Maple Street');
  const text = 'Plant a pear tree\nBehind the shed.';
  const drafted = alice.acceptSuggestion(suggestedTo(alice), { text, draft: true }).proposal;
  expect(alice.agent.state().suggestion).toBeNull();
  expect(drafted).toMatchObject({ label: 'P-1', notOpened: null });
  expect(alice.cell.decisions().detail(drafted?.id ?? '')).toMatchObject({
    title: 'Plant a pear tree',
    text: 'Behind the shed.',
    state: 'draft',
    mine: true,
  });

  const opened = alice.acceptSuggestion(suggestedTo(alice), { text }).proposal;
  expect(opened).toMatchObject({ label: 'P-2', notOpened: null });
  // By the rules of the cell, and without a vote of its operator.
  expect(alice.cell.decisions().detail(opened?.id ?? '')).toMatchObject({
    state: 'voting',
    needsMyVote: true,
    myVote: null,
    rules: { deadlineMs: DEFAULT_CELL_RULES.deadlineMs },
  });
});

test('a proposal that cannot be signed stays a suggestion', async () => {
  const alice = await startNode();
  await alice.cell.found('Maple Street');
  const id = suggestedTo(alice);
  expect(() => alice.acceptSuggestion(id, { text: '\n' })).toThrow();
  expect(alice.agent.state().suggestion?.id).toBe(id);
});

test('where the cell allows no other vote the draft stays, is named with the reason, and can be opened later', async () => {
  const alice = await startNode();
  await alice.cell.found('Maple Street');
  const { openBallotsMax } = DEFAULT_CELL_RULES;
  const open = Array.from({ length: openBallotsMax }, (_, index) =>
    alice.cell.deciding().propose({ title: `Plan ${index}`, text: '', open: true }),
  );
  const id = suggestedTo(alice);
  const { proposal } = alice.acceptSuggestion(id);
  expect(proposal).toMatchObject({
    label: `P-${openBallotsMax + 1}`,
    notOpened: { code: 'refused', message: expect.stringContaining(`${openBallotsMax} ballots open`) },
  });
  const state = () => alice.cell.decisions().detail(proposal?.id ?? '').state;
  expect(state()).toBe('draft');
  // No second click writes another.
  expect(() => alice.acceptSuggestion(id)).toThrow('no longer there');
  expect(alice.mind.why({ subject: proposal?.id ?? '' }).act).toMatchObject({ kind: 'proposal' });
  // Once one of the others is decided, it is opened by hand.
  const first = open[0] ?? '';
  alice.cell.deciding().withdraw(first);
  await pollUntil(
    () => alice.cell.decisions().detail(first).state,
    (one) => one === 'withdrawn',
    40_000,
  );
  alice.cell.deciding().open(proposal?.id ?? '');
  expect(state()).toBe('voting');
});
