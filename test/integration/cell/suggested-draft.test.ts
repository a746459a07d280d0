import { randomBytes } from 'node:crypto';
import { afterEach, expect, test } from 'vitest';
import { createNode } from '../../../electron/node/root/create-node.ts';
import { openHome } from '../../../electron/node/root/home.ts';
import type { GhostNode } from '../../../electron/node/root/node.ts';
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

test('without a cell the agent suggests no proposal; in one, a click makes it a draft', async () => {
  const alice = await startNode();
  alice.agent.cycle({ type: 'visual', intensity: 0.8, novelty: 0.9 });
  expect(alice.agent.state().suggestion).toBeNull();

  await alice.cell.found('Maple Street');
  alice.agent.cycle({ type: 'visual', intensity: 0.8, novelty: 0.9 });
  const suggestion = alice.agent.state().suggestion;
  expect(suggestion?.kind).toBe('proposal');
  alice.acceptSuggestion(suggestion?.id ?? '', 'Plant a pear tree\nBehind the shed.');
  expect(alice.agent.state().suggestion).toBeNull();
  const [draft] = alice.cell.decisions().list();
  expect(draft).toMatchObject({ label: 'P-1', title: 'Plant a pear tree', state: 'draft', mine: true });
  expect(alice.cell.decisions().detail(draft?.id ?? '').text).toBe('Behind the shed.');
});

test('a proposal that cannot be signed stays a suggestion', async () => {
  const alice = await startNode();
  await alice.cell.found('Maple Street');
  alice.agent.cycle({ type: 'visual', intensity: 0.8, novelty: 0.9 });
  const id = alice.agent.state().suggestion?.id ?? '';
  expect(() => alice.acceptSuggestion(id, '\n')).toThrow();
  expect(alice.agent.state().suggestion?.id).toBe(id);
});
