/** What a demo says to an agent in a process of its own, and what that answers: one value for both ends. */
import { z } from 'zod';
import { Action } from '#shared/domain/agent.ts';
import type { InboxEvent } from '../../node/messaging/inbox.ts';
import type { QueueEvent } from '../../node/messaging/queue-events.ts';
import type { SyncEvent } from '../../node/messaging/sync-deliver.ts';

const Nothing = z.object({});
const Done = z.null();
const Name = z.string().min(1).max(40);
const Text = z.string().max(64 * 1024);
const Unit = z.number().min(0).max(1);

export const agentCalls = {
  /** Must be the first. The process makes its own key; only the DID leaves it. */
  init: {
    input: z.object({ name: Name, dbPath: z.string(), seed: z.int().nullable() }),
    output: z.object({ did: z.string() }),
  },
  meet: { input: z.object({ name: Name, did: z.string() }), output: Done },
  /** Listens on a port of the loopback interface that the system chooses. */
  comeOnline: { input: Nothing, output: z.object({ address: z.string() }) },
  enqueue: { input: z.object({ to: Name, text: Text }), output: Done },
  rows: {
    input: Nothing,
    output: z.array(
      z.object({
        id: z.int(),
        sender: z.string(),
        recipient: z.string(),
        payload: z.string(),
        delivered: z.boolean(),
      }),
    ),
  },
  /** `address` is null while the peer is offline. */
  sync: {
    input: z.object({ did: z.string(), address: z.string().nullable() }),
    output: z.object({ delivered: z.int() }),
  },
  think: {
    input: z.object({ type: z.string(), intensity: z.number(), novelty: z.number() }),
    output: z.object({
      cycle: z.int(),
      stimulus: z.string(),
      emotion: z.object({ valence: Unit, arousal: Unit, dopamine: Unit }),
      action: Action,
      dopamine: Unit,
      probabilities: z.record(Action, Unit),
      reward: z.number(),
      predictedReward: z.number(),
    }),
  },
  sign: {
    input: z.object({ domain: z.string(), value: z.unknown() }),
    output: z.object({ signature: z.string() }),
  },
  /** The process's open connections, as its sockets say. */
  connections: { input: Nothing, output: z.array(z.object({ local: z.string(), remote: z.string() })) },
  close: { input: Nothing, output: Done },
} as const;

export type AgentCall = keyof typeof agentCalls;
export type AgentInput<C extends AgentCall> = z.infer<(typeof agentCalls)[C]['input']>;
export type AgentOutput<C extends AgentCall> = z.infer<(typeof agentCalls)[C]['output']>;

export const AgentRequest = z.object({
  id: z.int(),
  call: z.enum(Object.keys(agentCalls) as [AgentCall, ...AgentCall[]]),
  input: z.unknown(),
});
export type AgentRequest = z.infer<typeof AgentRequest>;

/** What happened to messages in the process. */
export type AgentEvent = QueueEvent | SyncEvent | InboxEvent;

export const AgentAnswer = z.union([
  z.object({ id: z.int(), ok: z.literal(true), value: z.unknown() }),
  z.object({ id: z.int(), ok: z.literal(false), error: z.string() }),
  // Our own process, from the same source: the shape of an event is taken as it is.
  z.object({
    event: z.custom<AgentEvent>((value) => typeof value === 'object' && value !== null && 'type' in value),
  }),
]);
export type AgentAnswer = z.infer<typeof AgentAnswer>;
