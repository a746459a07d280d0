import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { BrainSimulation } from '../../../electron/node/cognition/brain-simulation.ts';
import { BrainStore } from '../../../electron/node/cognition/brain-store.ts';
import { goThrough } from '../../../electron/node/cognition/cycle.ts';
import { Hippocampus } from '../../../electron/node/cognition/hippocampus.ts';
import { ALWAYS_REMEMBERED, forgetsDullest } from '../../../electron/node/cognition/surprise.ts';
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
    persist: (state, episode, record) => brainStore.saveCycle(state, episode, record),
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

test('what it remembers after a restart is what it would remember without one', () => {
  const forgetful = () => new Hippocampus({ capacity: 150, forgets: forgetsDullest });
  const brainStore = new BrainStore(store);
  const brain = new BrainSimulation({
    hippocampus: forgetful(),
    persist: (state, episode, record) => brainStore.saveCycle(state, episode, record),
  });
  store.transaction(() => {
    for (let cycle = 0; cycle < 400; cycle += 1) brain.step('visual', (cycle % 7) / 7, (cycle % 11) / 5);
  });
  expect(brainStore.memorable({ newest: ALWAYS_REMEMBERED, limit: 150 })).toEqual(brain.hippocampus.all());
  expect(brainStore.memorable({ newest: ALWAYS_REMEMBERED, limit: 150 })[0]!.cycle).toBeLessThan(250);
});

test('a cycle is kept with all that it followed from', () => {
  const { brain, brainStore } = wake();
  brain.step('visual', 0.8, 0.9, 'Peer back, bob');
  const record = brainStore.record(1)!;
  expect(record).toMatchObject({
    cycle: 1,
    lived: { kind: 'peer-back', subject: 'bob' },
    before: { valence: 0.5 },
  });
  const { scores: _s, probabilities: _p, action: _a, reward: _r, after: _n, ...cause } = record;
  expect(goThrough(cause)).toEqual(record);
  expect(brainStore.record(2)).toBeNull();
  store.db.exec("UPDATE brain_episode SET record = '{}'");
  expect(brainStore.record(1)).toBeNull();
});
