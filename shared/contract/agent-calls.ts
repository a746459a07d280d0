import { z } from 'zod';
import { BRAIN_STATE_MAX_BYTES, CYCLE_RECORD_MAX_BYTES, STIMULI_MAX } from '../protocol/limits.ts';
import { call, Done, Nothing } from './call.ts';
import { Autonomy, Episode, LIFE_KINDS, LifeMapping, Stimulus } from './domain/agent.ts';
import { ActOutcome, AgentAct, AgentBudget, CycleDigest } from './domain/agent-act.ts';
import { AgentState } from './domain/agent-state.ts';
import { CycleRecord } from './domain/cycle.ts';
import { ByAction, PolicySpec } from './domain/policy.ts';
import { SayingView, Told } from './domain/saying.ts';
import { Text } from './message-calls.ts';

const Rate = z.number().min(0.1).max(50);
/** A cycle by its number, or what it led to by its id. */
const Which = z.union([
  z.strictObject({ cycle: z.int().min(1) }),
  z.strictObject({ subject: z.string().max(64) }),
]);

const Near = z.object({ episode: Episode, distance: z.number().min(0) });

/** What a cycle followed from, what it led to, and what it is like. */
export const Why = z.object({
  cycle: CycleRecord,
  digest: CycleDigest,
  /** The three most alike of what is remembered, nearest first. */
  nearest: z.array(Near).max(3),
  /** What it led to; null where nothing was sent or proposed. */
  act: AgentAct.nullable(),
  /** What came of that so far, in the order in which it came. */
  outcomes: z.array(ActOutcome),
});
export type Why = z.infer<typeof Why>;

/** What a click on a suggestion led to; null for a message. */
export const Accepted = z.object({
  proposal: z
    .object({
      id: z.string(),
      label: z.string(),
      /** Why it is a draft still, though its vote was to be opened. */
      notOpened: Told.nullable(),
    })
    .nullable(),
});
export type Accepted = z.infer<typeof Accepted>;

/** What a policy would have chosen in what is remembered. */
export const TriedPolicy = z.object({
  /** Episodes that were looked at. */
  of: z.int().min(0),
  /** How often each action. */
  times: ByAction,
  /** Where something else was chosen then, the newest first. */
  otherwise: z.array(z.object({ cycle: z.int(), action: Episode.shape.action })).max(1000),
});
export type TriedPolicy = z.infer<typeof TriedPolicy>;

export const AGENT_CALLS = {
  'agent.cycle': call(Stimulus, Episode),
  'agent.startRun': call(
    z.object({
      stimuli: z.array(Stimulus).min(1).max(STIMULI_MAX),
      times: z.int().min(1).max(10_000),
      perSecond: Rate,
    }),
    Done,
  ),
  'agent.stopRun': call(Nothing, Done),
  'agent.pauseRun': call(z.object({ paused: z.boolean() }), Done),
  /** The next stimulus of a run, which is held then. */
  'agent.stepRun': call(Nothing, Done),
  'agent.resetRun': call(Nothing, Done),
  'agent.setAutonomy': call(z.object({ autonomy: Autonomy }), AgentState),
  /** Stops it at once, or lets it go. */
  'agent.brake': call(z.object({ braked: z.boolean() }), AgentState),
  'agent.setPolicy': call(z.object({ policy: PolicySpec }), AgentState),
  /** Of the last so many days. */
  'agent.tryPolicy': call(z.object({ policy: PolicySpec, days: z.int().min(1).max(366) }), TriedPolicy),
  'agent.setBudget': call(z.object({ budget: AgentBudget }), AgentState),
  /** Null goes back to the defaults. */
  'agent.setMapping': call(z.object({ mapping: LifeMapping.nullable() }), AgentState),
  'agent.episodes': call(
    z.object({ before: z.int().nullable(), limit: z.int().min(1).max(500) }),
    z.object({ episodes: z.array(Episode), more: z.boolean() }),
  ),
  /** Of what is remembered: of a time, of what was lived, or like a cycle; the newest or most alike first. */
  'agent.recall': call(
    z.object({
      fromMs: z.int().optional(),
      toMs: z.int().optional(),
      lived: z.array(z.enum(LIFE_KINDS)).max(LIFE_KINDS.length).optional(),
      like: z.int().min(1).optional(),
      limit: z.int().min(1).max(500),
    }),
    z.object({ found: z.array(Near.extend({ distance: Near.shape.distance.nullable() })), total: z.int() }),
  ),
  'agent.why': call(Which, Why),
  /** One cycle as a file, for somebody else to go through it again. */
  'agent.exportCycle': call(Which, z.object({ json: z.string() })),
  /** Goes through somebody's cycle again; `digest` is the one that stands in a message or proposal. */
  'agent.checkCycle': call(
    z.object({ json: z.string().max(CYCLE_RECORD_MAX_BYTES), digest: CycleDigest.nullable() }),
    z.object({ fault: SayingView.nullable(), cycle: CycleRecord, digest: CycleDigest }),
  ),
  /** The prototype's JSON state file, as text. */
  'agent.exportState': call(Nothing, z.object({ json: z.string() })),
  'agent.importState': call(z.object({ json: z.string().max(BRAIN_STATE_MAX_BYTES) }), AgentState),
  /** Sends a message, or proposes and opens the vote by the rules of the cell; with `draft` it is left a draft. */
  'agent.acceptSuggestion': call(
    z.object({ id: z.string().max(64), text: Text.optional(), draft: z.boolean().optional() }),
    Accepted,
  ),
  'agent.dismissSuggestion': call(z.object({ id: z.string().max(64) }), Done),
} as const;
