import { z } from 'zod';

/** What can come of what an agent sent or proposed. */
export const OUTCOMES = [
  'message-acknowledged',
  'message-answered',
  'message-expired',
  'proposal-passed',
  'proposal-failed',
  'proposal-expired',
] as const;
export const Outcome = z.enum(OUTCOMES);
export type Outcome = z.infer<typeof Outcome>;

/** How a cycle names itself in what it led to: SHA-256 of its JCS, 64 hex digits. */
export const CycleDigest = z.string().regex(/^[0-9a-f]{64}$/);

export const ActKind = z.enum(['message', 'proposal']);
export type ActKind = z.infer<typeof ActKind>;

/** Something that the agent sent or proposed. */
export const AgentAct = z.object({
  /** The message's id, or the proposal's. */
  subject: z.string(),
  kind: ActKind,
  digest: CycleDigest,
  /** Without a click of its operator. */
  alone: z.boolean(),
  atMs: z.int(),
  /** DIDs of whom a message went to; empty for a proposal. */
  recipients: z.array(z.string()),
});
export type AgentAct = z.infer<typeof AgentAct>;

/** What came of an act, and what the agent learned from it. */
export const ActOutcome = z.object({
  subject: z.string(),
  outcome: Outcome,
  atMs: z.int(),
  /** The agent's newest cycle then. */
  cycle: z.int().min(0),
  reward: z.number(),
  expected: z.number(),
  /** After it. */
  dopamine: z.number(),
});
export type ActOutcome = z.infer<typeof ActOutcome>;

const Minute = z.int().min(0).max(1439);

/** How much an agent may do by itself. */
export const AgentBudget = z.strictObject({
  /** Acts in 24 hours. */
  actsPerDay: z.int().min(0).max(100),
  /** Thousandths of a token that its acts may cost its operator in 24 hours. */
  tokensPerDay: z.int().min(0),
  /** Minutes after midnight here, from the first up to the last, over midnight too; null for none. */
  quiet: z.strictObject({ from: Minute, to: Minute }).nullable(),
  /** SCIDs of those it may write to by itself; null for everyone. */
  people: z.array(z.string().max(64)).max(64).nullable(),
});
export type AgentBudget = z.infer<typeof AgentBudget>;

export const DEFAULT_BUDGET: AgentBudget = {
  actsPerDay: 12,
  tokensPerDay: 0,
  quiet: { from: 22 * 60, to: 7 * 60 },
  people: null,
};

/** Why an agent does not act by itself though it may. */
export const BRAKES = ['braked', 'quiet', 'acts', 'tokens', 'people', 'interval', 'echo'] as const;
export const Brake = z.enum(BRAKES);
export type Brake = z.infer<typeof Brake>;
