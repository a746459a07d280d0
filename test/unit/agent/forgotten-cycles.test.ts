import { afterEach, beforeEach, expect, test } from 'vitest';
import { AgentService } from '../../../electron/node/agent/agent-service.ts';
import { BrainStore } from '../../../electron/node/cognition/brain-store.ts';
import { openStore, type Store } from '../../../electron/node/store/store.ts';

const stimulus = { type: 'visual', intensity: 0.5, novelty: 0.5 };
let store: Store;
beforeEach(() => {
  store = openStore({ path: ':memory:' });
});
afterEach(() => store.close());

function agent(): AgentService {
  return new AgentService({ store, brainStore: new BrainStore(store), observe: () => undefined });
}

test('of a cycle that is forgotten the episode stays, and all that it followed from only while it is asked about', () => {
  const service = agent();
  const records = () =>
    store.db.prepare('SELECT count(*) FROM brain_episode WHERE record IS NOT NULL').pluck().get();
  const always = (otherwise: 'wait' | 'explore') =>
    service.choose('policy', { name: 'script', version: 1, script: { rules: [], otherwise } });
  // Weak and strong in turn: what is as expected between them is forgotten first.
  const live = (cycles: number) =>
    store.transaction(() => {
      for (let cycle = 0; cycle < cycles; cycle += 1)
        service.cycle({ type: 'visual', intensity: cycle % 2, novelty: cycle % 2 });
    });
  always('wait');
  live(100);
  always('explore');
  const { cycle: asked } = service.cycle(stimulus);
  const { suggestion } = service.state();
  always('wait');
  live(1000);
  expect(service.remembered().some(({ cycle }) => cycle === asked)).toBe(false);
  expect(service.state().episodeCount).toBe(1101);
  expect(records()).toBe(1001);
  expect(suggestion && service.ledTo(suggestion)).toMatchObject({ cycle: asked });
  // Nothing is suggested after a start.
  const again = agent();
  expect(records()).toBe(1000);
  expect(again.remembered()).toHaveLength(1000);
  const kept = new BrainStore(store);
  expect(again.remembered().every(({ cycle }) => kept.record(cycle)?.cycle === cycle)).toBe(true);
});
