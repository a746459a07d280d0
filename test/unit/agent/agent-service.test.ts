import { beforeEach, expect, test } from 'vitest';
import { Episode } from '#shared/contract/domain/agent.ts';
import { type Brake, DEFAULT_BUDGET } from '#shared/contract/domain/agent-act.ts';
import { AgentState } from '#shared/contract/domain/agent-state.ts';
import type { AgentEvent } from '../../../electron/node/agent/agent-options.ts';
import { AgentService } from '../../../electron/node/agent/agent-service.ts';
import { cycleDigest } from '../../../electron/node/agent/check-cycle.ts';
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
let brake: Brake | null;

beforeEach(() => {
  store = openStore({ path: ':memory:' });
  events = [];
  nowMs = 1_700_000_000_000;
  draw = WAIT;
  due = [];
  brake = null;
});

function agent(): AgentService {
  return new AgentService({
    store,
    brainStore: new BrainStore(store),
    brake: () => brake,
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
  expect(() => service.pending('another')).toThrow(expect.objectContaining({ code: 'not-found' }));
  expect(service.pending(suggestion!.id)).toEqual(suggestion);
  service.drop(suggestion!);
  expect(service.state().suggestion).toBeNull();
  expect(() => service.pending(suggestion!.id)).toThrow('no longer there');
  service.cycle(stimulus);
  service.drop(suggestion!);
  expect(service.state().suggestion).not.toBeNull();
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
    store,
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

test('who may act acts, and suggests with its reason what it may not do now', () => {
  const service = agent();
  service.setAutonomy('act');
  draw = SIGNAL;
  const acts = () => events.filter((event) => event.kind === 'act').length;
  service.cycle(stimulus);
  expect(acts()).toBe(1);
  expect(service.state().suggestion).toBeNull();
  brake = 'quiet';
  service.cycle(stimulus);
  expect(acts()).toBe(1);
  expect(service.state().suggestion).toMatchObject({ kind: 'message', held: 'quiet', cycle: 2 });
});

test('a brake holds also where it cannot be stored', () => {
  const service = agent();
  store.close();
  expect(() => service.setBraked(true)).toThrow();
  expect(service.state().braked).toBe(true);
  expect(events).toContainEqual({ kind: 'changed' });
});

test('a brake stops at once: no suggestion, no act, no run, until it is let go, and over a restart', () => {
  const service = agent();
  service.setAutonomy('act');
  draw = EXPLORE;
  service.cycle(stimulus);
  service.run.start({ stimuli: [stimulus], times: 3, perSecond: 10 });
  expect(service.setBraked(true)).toMatchObject({ braked: true, suggestion: null, run: null });
  expect(() => service.run.start({ stimuli: [stimulus], times: 3, perSecond: 10 })).toThrow(/stopped/);
  draw = SIGNAL;
  service.cycle(stimulus);
  const later = agent();
  later.cycle(stimulus);
  expect(later.state()).toMatchObject({ braked: true, suggestion: null, cycle: 3 });
  expect(events.some(({ kind }) => kind === 'act')).toBe(false);
  later.setBraked(false);
  later.cycle(stimulus);
  expect(events.some(({ kind }) => kind === 'act')).toBe(true);
});

test('what it suggests names the cycle that led to it, by its digest', () => {
  const service = agent();
  draw = SIGNAL;
  service.cycle(stimulus);
  const { suggestion } = service.state();
  const record = service.ledTo(suggestion!);
  expect(record).toMatchObject({ cycle: 1, action: 'signal', draw: SIGNAL });
  expect(cycleDigest(record!)).toBe(suggestion!.digest);
  expect(service.ledTo({ cycle: 1, digest: '0'.repeat(64) })).toBeNull();
});

test('a suggestion that is being edited can be accepted though others came meanwhile, as long as it is not stopped', () => {
  const service = agent();
  draw = SIGNAL;
  service.cycle(stimulus);
  const first = service.state().suggestion!;
  for (let others = 0; others < 7; others += 1) service.cycle(stimulus);
  expect(service.state().suggestion).not.toEqual(first);
  expect(service.pending(first.id)).toEqual(first);
  service.drop(first);
  expect(() => service.pending(first.id)).toThrow('no longer there');
  const second = service.state().suggestion!;
  service.cycle(stimulus);
  service.setBraked(true);
  expect(() => service.pending(second.id)).toThrow('no longer there');
});

test('what led to a suggestion is known for as long as it waits, whatever was done by itself meanwhile', () => {
  const service = agent();
  service.setAutonomy('act');
  draw = EXPLORE;
  service.cycle(stimulus);
  const { suggestion } = service.state();
  draw = SIGNAL;
  service.cycle(stimulus);
  expect(events.filter(({ kind }) => kind === 'act')).toHaveLength(1);
  expect(service.pending(suggestion!.id)).toEqual(suggestion);
  expect(service.ledTo(suggestion!)).toMatchObject({ cycle: 1 });
  expect(service.ledTo({ ...suggestion!, cycle: 2 })).toBeNull();
});

test('what came of an act is learned once, whatever is told again', () => {
  const service = agent();
  draw = SIGNAL;
  service.cycle(stimulus);
  const suggestion = service.state().suggestion!;
  const act = {
    subject: 'm-1',
    kind: 'message',
    digest: suggestion.digest,
    alone: true,
    atMs: nowMs,
  } as const;
  service.did({ ...act, recipients: ['did:x'] }, service.ledTo(suggestion)!);
  const { dopamine, predictedReward } = service.state();
  const came = service.learnFrom('m-1', 'message-answered');
  expect(came).toMatchObject({ reward: 1, expected: predictedReward, cycle: 1 });
  expect(service.state().dopamine).toBeCloseTo(dopamine + 0.2 * (1 - predictedReward), 3);
  expect(service.learnFrom('m-1', 'message-answered')).toBeNull();
  expect(agent().state()).toMatchObject({ outcomes: [came], dopamine: came!.dopamine });
});

test('it chooses by the policy that its operator chose, and keeps to it over a restart', () => {
  const service = agent();
  draw = WAIT;
  // biome-ignore lint/suspicious/noThenProperty: so is it called in the files that operators write.
  const rules = [{ when: { lived: ['peer-lost' as const], about: 'bob' }, then: 'explore' as const }];
  service.choose('policy', { name: 'script', version: 1, script: { rules, otherwise: 'conserve' } });
  expect(service.cycle(stimulus).action).toBe('conserve');
  expect(agent().life({ kind: 'peer-lost', peer: 'bob' })).toMatchObject({
    action: 'explore',
    probabilities: { explore: 1, wait: 0, signal: 0, conserve: 0 },
  });
  expect(agent().choose('policy', null).policy).toEqual({ name: 'softmax', version: 1 });
});

test('it feels life as its operator says, and as before once that is taken back', () => {
  const service = agent();
  const mapping = { ...service.state().mapping, 'peer-lost': { type: 'visual', intensity: 0.1, novelty: 0 } };
  service.choose('mapping', mapping);
  expect(service.life({ kind: 'peer-lost', peer: 'bob' })?.stimulus).toEqual(mapping['peer-lost']);
  nowMs += 5000;
  service.choose('mapping', null);
  expect(service.life({ kind: 'peer-lost', peer: 'bob' })?.stimulus.intensity).toBe(0.8);
});

test('choices that somebody spoiled in the database are those of the beginning', () => {
  store.db.exec("INSERT INTO agent_choice VALUES ('policy', '{'), ('budget', '7'), ('braked', 'true')");
  expect(agent().state()).toMatchObject({
    policy: { name: 'softmax' },
    budget: DEFAULT_BUDGET,
    braked: true,
  });
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
  service.run.start({ stimuli: [stimulus], times: 3, perSecond: 10 });
  expect(service.state().run).toEqual({ done: 0, total: 3, perSecond: 10, paused: false });
  expect(() => service.run.start({ stimuli: [stimulus], times: 1, perSecond: 1 })).toThrow(
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
  service.run.start({ stimuli: [stimulus], times: 3, perSecond: 10 });
  service.run.stop();
  expect(service.state().run).toBeNull();
  expect(due).toEqual([]);
  service.run.start({ stimuli: [stimulus], times: 3, perSecond: 10 });
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
  expect(() =>
    agent().run.start({ stimuli: [stimulus], times: plan.cycles, perSecond: plan.perSecond }),
  ).toThrow(name);
});

test('a state can be taken elsewhere; a bad file leaves everything as it was', () => {
  const service = agent();
  for (let cycle = 0; cycle < 3; cycle += 1) service.cycle(stimulus, 'by hand');
  const elsewhere = openStore({ path: ':memory:' });
  const other = new AgentService({ store: elsewhere, brainStore: new BrainStore(elsewhere) });
  other.cycle({ type: 'auditory', intensity: 1, novelty: 1 });
  const imported = other.importState(service.exportState());
  expect(imported).toMatchObject({ cycle: 3, episodeCount: 3, recent: service.state().recent });
  expect(other.episodes({ before: null, limit: 10 }).episodes).toEqual(service.state().recent);
  expect(() => other.importState('{"cycle": 1}')).toThrow(expect.objectContaining({ code: 'malformed' }));
  expect(other.state()).toEqual(imported);
});

test('a run can be held, gone through by hand, and begun again', () => {
  const service = agent();
  const weak = { ...stimulus, intensity: 0.1 };
  service.run.start({ stimuli: [stimulus, weak], times: 2, perSecond: 10 });
  service.run.pause(true);
  expect(due).toEqual([]);
  service.run.step();
  service.run.step();
  expect(service.state()).toMatchObject({ cycle: 2, run: { done: 2, total: 4, paused: true } });
  expect(service.state().recent.map((episode) => episode.stimulus.intensity)).toEqual([0.5, 0.1]);
  service.run.reset();
  expect(service.state().run).toMatchObject({ done: 0, paused: true });
  service.run.pause(false);
  due.shift()?.();
  expect(service.state()).toMatchObject({ cycle: 3, run: { done: 1, paused: false } });
  for (let left = 0; left < 3; left += 1) due.shift()?.();
  expect(service.state().run).toBeNull();
  expect(() => service.run.step()).toThrow('No run is going on');
});
