import { z } from 'zod';
import { Choice } from '../../protocol/closing/bodies.ts';
import { SayingView } from './saying.ts';

/** What the guide through the cell to try shows, in this order. */
export const DEMO_STEPS = ['message', 'back', 'vote', 'count', 'trust', 'brain', 'end'] as const;
export const DemoStep = z.enum(DEMO_STEPS);
export type DemoStep = z.infer<typeof DemoStep>;

/** One of the two who are acted, as its own node says. */
export const DemoPerson = z.object({
  name: z.string(),
  /** Null until it is a peer. */
  did: z.string().nullable(),
  /** `starting`: its node is; `outside`: no member yet; `away`: offline. */
  state: z.enum(['starting', 'outside', 'here', 'away']),
  /** Messages of the operator's that its node holds. */
  holds: z.int().min(0),
  /** In the ballot that the guide is about. */
  voted: Choice.nullable(),
});
export type DemoPerson = z.infer<typeof DemoPerson>;

/** The cell to try: three nodes of this computer, of which one is the operator's. */
export const Demo = z.object({
  /** `founding`: the nodes found and join the cell by themselves; then the guide begins. */
  phase: z.enum(['founding', 'guided']),
  step: DemoStep,
  /** What the step is about has happened, by what the nodes say. */
  done: z.boolean(),
  /** The proposal that waits for the operator's vote, once there is one. */
  proposal: z.string().nullable(),
  people: z.array(DemoPerson),
  /** Why it does not go on. */
  trouble: SayingView.nullable(),
});
export type Demo = z.infer<typeof Demo>;
