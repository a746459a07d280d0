/** What a demo asks a node in a process of its own: the calls of every node, and those by which it is directed. */
import { z } from 'zod';
import { contract } from '#shared/contract/contract.ts';
import type { Result } from '#shared/contract/errors.ts';

const Nothing = z.object({}).strict();
const Done = z.null();

export const directions = {
  /** Must be the first. Makes the home and its key, protected by a new key file, and starts the node on loopback. */
  'demo.start': {
    input: z.object({ name: z.string(), home: z.string(), keyFile: z.string(), seed: z.int().nullable() }),
    output: Done,
  },
  /** Lets the node's agent be as new: it has felt the founding of the cell, which is no part of the play. */
  'demo.awake': { input: Nothing, output: Done },
  /** The process's open connections, as its sockets say. */
  'demo.connections': {
    input: Nothing,
    output: z.array(z.object({ local: z.string(), remote: z.string() })),
  },
  'demo.stop': { input: Nothing, output: Done },
} as const;

export const agentCalls = { ...contract.calls, ...directions };

type AgentCalls = typeof agentCalls;
export type DirectionName = keyof typeof directions;
export type AgentCallName = keyof AgentCalls;
export type AgentInput<C extends AgentCallName> = z.input<AgentCalls[C]['input']>;
export type AgentOutput<C extends AgentCallName> = z.output<AgentCalls[C]['output']>;

export interface AgentRequest {
  readonly id: number;
  readonly name: string;
  readonly input: unknown;
}

export type AgentAnswer =
  | { readonly id: number; readonly result: Result<unknown> }
  /** Something about the node may read differently now. */
  | { readonly id: null };
