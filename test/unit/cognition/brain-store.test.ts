import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { BrainSimulation } from '../../../electron/node/cognition/brain-simulation.ts';
import { BrainStore } from '../../../electron/node/cognition/brain-store.ts';
import { openStore, type Store } from '../../../electron/node/store/store.ts';

let folder: string;
let store: Store;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'ghoststack-brain-'));
  store = openStore({ path: join(folder, 'node.db') });
});
afterEach(() => {
  store.close();
  rmSync(folder, { recursive: true, force: true });
});

function wake(name = 'self'): { brain: BrainSimulation; brainStore: BrainStore } {
  const brainStore = new BrainStore(store, name);
  const brain = new BrainSimulation({
    ...brainStore.load(),
    now: () => 1_700_000_000_000,
    persist: (state, episode) => brainStore.saveCycle(state, episode),
  });
  return { brain, brainStore };
}

test('a brain goes on where it stopped, after its database was closed', () => {
  const first = wake().brain;
  for (let cycle = 0; cycle < 5; cycle += 1) first.step('visual', 0.8, 0.9, 'Peer back, bob');
  store.close();
  store = openStore({ path: join(folder, 'node.db') });
  const second = wake().brain;
  expect(second.state).toEqual(first.state);
  expect(second.hippocampus.all()).toEqual(first.hippocampus.all());
  expect(second.step('visual', 0.1, 0.1).cycle).toBe(6);
});

test('the store keeps every episode, also those that memory forgot', () => {
  const { brain, brainStore } = wake();
  store.transaction(() => {
    for (let cycle = 0; cycle < 1010; cycle += 1) brain.step('visual', 0.5, 0.5);
  });
  expect(brainStore.count()).toBe(1010);
  expect(wake().brain.hippocampus.size).toBe(1000);
  const page = brainStore.episodes({ before: 4, limit: 2 });
  expect(page.episodes.map((episode) => episode.cycle)).toEqual([2, 3]);
  expect(page.more).toBe(true);
  expect(brainStore.episodes({ before: 3, limit: 2 }).more).toBe(false);
});

test('a cycle whose episode cannot be stored leaves neither state nor episode', () => {
  const { brain, brainStore } = wake();
  brain.step('visual', 0.5, 0.5);
  const before = brainStore.load();
  store.db.exec("CREATE TRIGGER full BEFORE INSERT ON brain_episode BEGIN SELECT raise(ABORT, 'no'); END");
  expect(() => brain.step('visual', 0.9, 0.9)).toThrow();
  expect(brainStore.load()).toEqual(before);
  expect(brain.cycle).toBe(1);
});

test('several brains share a database', () => {
  wake('alice').brain.step('visual', 0.8, 0.9);
  expect(wake('bob').brainStore.load()).toBeNull();
  expect(wake('alice').brain.cycle).toBe(1);
});

test('another brain takes the place of this one whole', () => {
  const { brain, brainStore } = wake();
  for (let cycle = 0; cycle < 3; cycle += 1) brain.step('visual', 0.8, 0.9);
  const other = new BrainSimulation({ now: () => 1 });
  other.step('touch', 0.2, 0.2);
  brainStore.replace({ state: other.state, episodes: other.hippocampus.all() });
  expect(brainStore.load()).toEqual({ state: other.state, episodes: other.hippocampus.all() });
});
