import { beforeEach, expect, test } from 'vitest';
import { AgentState, Episode } from '#shared/contract/domain/agent.ts';
import {
  ACT_INTERVAL_MS,
  type AgentEvent,
  AgentService,
} from '../../../electron/node/agent/agent-service.ts';
import { BrainStore } from '../../../electron/node/cognition/brain-store.ts';
import { openStore, type Store } from '../../../electron/node/store/store.ts';

/** Draws that choose this action from a mood near rest. */
const SIGNAL = 0.8;
const EXPLORE = 0;
const WAIT = 0.5;
const stimulus = { type: 'visual', intensity: 0.5, novelty: 0.5 };

let store: Store;
let events: AgentEvent[];
let nowMs: number;
let draw: number;
let due: (() => void)[];

beforeEach(() => {
  store = openStore({ path: ':memory:' });
  events = [];
  nowMs = 1_700_000_000_000;
  draw = WAIT;
  due = [];
});

function agent(): AgentService {
  return new AgentService({
    brainStore: new BrainStore(store),
    clock: () => nowMs,
    random: () => draw,
    observe: (event) => events.push(event),
    schedule: (run) => {
      due.push(run);
      return () => {
        due = due.filter((other) => other !== run);
      };
    },
  });
}

test("a cycle gives an episode, and the state tells of it in the dashboard's terms", () => {
  const service = agent();
  const episode = service.cycle(stimulus);
  expect(Episode.parse(episode)).toMatchObject({
    cycle: 1,
    stimulus,
    label: null,
    action: 'wait',
    atMs: nowMs,
  });
  expect(AgentState.parse(service.state())).toMatchObject({
    cycle: 1,
    episodeCount: 1,
    recent: [episode],
    run: null,
  });
  expect(events).toEqual([{ kind: 'cycled', episode }]);
});

test('state, episodes and autonomy are there again after a restart', () => {
  const before = agent();
  for (let cycle = 0; cycle < 30; cycle += 1) before.cycle(stimulus);
  before.setAutonomy('observe');
  const after = agent();
  expect(after.state()).toEqual(before.state());
  expect(after.state()).toMatchObject({ autonomy: 'observe', cycle: 30, episodeCount: 30 });
  expect(after.state().recent).toHaveLength(24);
  expect(after.episodes({ before: 7, limit: 500 }).episodes).toHaveLength(6);
});

test('what happens to the node becomes a stimulus with a label', () => {
  const episode = agent().life({ kind: 'message-arrived', peer: 'bob' });
  expect(episode).toMatchObject({
    label: 'Message arrived from bob',
    lived: { kind: 'message-arrived', subject: 'bob' },
    stimulus: { type: 'auditory', intensity: 0.6, novelty: 0.6 },
  });
});

test('a flood of events becomes a few cycles', () => {
  const service = agent();
  const flood = Array.from({ length: 100 }, (_, n) =>
    service.life({ kind: 'message-arrived', peer: `peer${n % 10}` }),
  );
  expect(flood.filter((episode) => episode !== null)).toHaveLength(5);
  expect(service.life({ kind: 'peer-lost', peer: 'bob' })).toBeNull();
  nowMs += 1000;
  expect(service.life({ kind: 'peer-lost', peer: 'bob' })).not.toBeNull();
  expect(service.life({ kind: 'peer-lost', peer: 'bob' })).toBeNull();
});

test('by default it suggests, and the operator takes or dismisses', () => {
  const service = agent();
  draw = SIGNAL;
  service.life({ kind: 'peer-away', peer: 'bob' });
  const { suggestion } = service.state();
  expect(suggestion).toMatchObject({
    kind: 'message',
    action: 'signal',
    text: 'bob is away. Does anyone know more?',
    noticed: {
      type: 'visual',
      label: 'Peer still away, bob',
      lived: { kind: 'peer-away', subject: 'bob' },
    },
  });
  expect(() => service.takeSuggestion('another')).toThrow(expect.objectContaining({ code: 'not-found' }));
  expect(service.takeSuggestion(suggestion!.id)).toEqual(suggestion);
  expect(service.state().suggestion).toBeNull();
  expect(() => service.takeSuggestion(suggestion!.id)).toThrow('no longer there');
  service.cycle(stimulus);
  service.dismissSuggestion(service.state().suggestion!.id);
  expect(service.state().suggestion).toBeNull();
});

test('exploring suggests a proposal; waiting asks for nothing and leaves an older suggestion', () => {
  const service = agent();
  draw = EXPLORE;
  service.cycle(stimulus);
  const { suggestion } = service.state();
  expect(suggestion?.kind).toBe('proposal');
  draw = WAIT;
  service.cycle(stimulus);
  expect(service.state().suggestion).toEqual(suggestion);
});

test('a node that has no proposals yet is not asked for one', () => {
  const service = new AgentService({
    brainStore: new BrainStore(store),
    random: () => EXPLORE,
    suggests: () => ['message'],
  });
  service.cycle(stimulus);
  expect(service.state().suggestion).toBeNull();
});

test('who only observes gets no suggestion, and loses the one that was there', () => {
  const service = agent();
  draw = SIGNAL;
  service.cycle(stimulus);
  expect(service.setAutonomy('observe').suggestion).toBeNull();
  service.cycle(stimulus);
  expect(service.state().suggestion).toBeNull();
});

test('who may act acts, but not again before ten minutes have passed', () => {
  const service = agent();
  service.setAutonomy('act');
  draw = SIGNAL;
  const acts = () => events.filter((event) => event.kind === 'act').length;
  service.cycle(stimulus);
  expect(acts()).toBe(1);
  expect(service.state().suggestion).toBeNull();
  nowMs += ACT_INTERVAL_MS - 1;
  service.cycle(stimulus);
  expect(acts()).toBe(1);
  expect(service.state().suggestion?.kind).toBe('message');
  nowMs += 1;
  service.cycle(stimulus);
  expect(acts()).toBe(2);
});

test('who may act still leaves a proposal to the operator', () => {
  const service = agent();
  service.setAutonomy('act');
  draw = EXPLORE;
  service.cycle(stimulus);
  expect(events.filter((event) => event.kind === 'act')).toEqual([]);
  expect(service.state().suggestion?.kind).toBe('proposal');
});

test('a run repeats the stimulus, reports its progress, and suggests nothing', () => {
  const service = agent();
  draw = SIGNAL;
  service.startRun({ ...stimulus, cycles: 3, perSecond: 10 });
  expect(service.state().run).toEqual({ done: 0, total: 3, perSecond: 10 });
  expect(() => service.startRun({ ...stimulus, cycles: 1, perSecond: 1 })).toThrow(
    expect.objectContaining({ code: 'conflict' }),
  );
  due.shift()?.();
  expect(service.state()).toMatchObject({ cycle: 1, run: { done: 1, total: 3 }, suggestion: null });
  due.shift()?.();
  due.shift()?.();
  expect(service.state()).toMatchObject({ cycle: 3, run: null });
  expect(due).toEqual([]);
});

test('a run can be stopped, and ends by itself when it cannot be stored', () => {
  const service = agent();
  service.startRun({ ...stimulus, cycles: 3, perSecond: 10 });
  service.stopRun();
  expect(service.state().run).toBeNull();
  expect(due).toEqual([]);
  service.startRun({ ...stimulus, cycles: 3, perSecond: 10 });
  store.close();
  due.shift()?.();
  expect(events.at(-1)?.kind).toBe('run-failed');
  expect(service.state()).toMatchObject({ cycle: 0, run: null });
});

test.each([
  ['cycles', { cycles: 0, perSecond: 1 }],
  ['cycles', { cycles: 1.5, perSecond: 1 }],
  ['perSecond', { cycles: 1, perSecond: 0 }],
  ['perSecond', { cycles: 1, perSecond: Number.NaN }],
])('a run with bad %s is refused', (name, plan) => {
  expect(() => agent().startRun({ ...stimulus, ...plan })).toThrow(name);
});

test('a state can be taken elsewhere; a bad file leaves everything as it was', () => {
  const service = agent();
  for (let cycle = 0; cycle < 3; cycle += 1) service.cycle(stimulus, 'by hand');
  const other = new AgentService({ brainStore: new BrainStore(openStore({ path: ':memory:' })) });
  other.cycle({ type: 'auditory', intensity: 1, novelty: 1 });
  const imported = other.importState(service.exportState());
  expect(imported).toMatchObject({ cycle: 3, episodeCount: 3, recent: service.state().recent });
  expect(other.episodes({ before: null, limit: 10 }).episodes).toEqual(service.state().recent);
  expect(() => other.importState('{"cycle": 1}')).toThrow(expect.objectContaining({ code: 'malformed' }));
  expect(other.state()).toEqual(imported);
});
