import { z } from 'zod';
import { BridgeView } from './bridge.ts';
import { ReceiptPlace, Titled } from './governance.ts';

/** Scores are in billionths of all trust in the cell: 258 000 000 is shown as 25.8 of 100. */
const Score = z.int();

/** What one endorser adds to a score. */
export const RankPart = z.object({
  scid: z.string(),
  name: z.string(),
  score: Score,
  /** What its endorsements come to after fading, 0 to 1. */
  weight: z.number().min(0).max(1),
  /** The part of its own trust that it passes on this way, 0 to 1. */
  share: z.number().min(0).max(1),
  /** `weight`: more than one full endorsement counts as one; `share`: at most a quarter goes to one other. */
  caps: z.array(z.enum(['weight', 'share', 'crossCell'])),
});
export type RankPart = z.infer<typeof RankPart>;

export const RankView = z.object({
  scid: z.string(),
  name: z.string(),
  me: z.boolean(),
  /** `base` and the parts add up to it. */
  score: Score,
  /** What every member has alike. */
  base: Score,
  /** Against what the score was seven days before. */
  change: Score,
  parts: z.array(RankPart),
});
export type RankView = z.infer<typeof RankView>;

/** Somebody of another cell, known over a bridge: shown apart, and without a vote. */
export const OutsideView = z.object({
  cell: z.string(),
  cellName: z.string(),
  scid: z.string(),
  name: z.string(),
  score: Score,
  /** Through whom: members here, by SCID, and others there, as `<cell>/<scid>`. */
  parts: z.array(RankPart),
});
export type OutsideView = z.infer<typeof OutsideView>;

/** One endorsement behind a part, as it has faded. */
export const EndorsementView = z.object({
  /** As given, 0 to 1. */
  strength: z.number().min(0).max(1),
  ageDays: z.int().min(0),
  /** What is left of it, 0 to 1. */
  counts: z.number().min(0).max(1),
  receipt: ReceiptPlace,
});
export type EndorsementView = z.infer<typeof EndorsementView>;

export const RankExplained = RankView.extend({
  joinedAtMs: z.int().nullable(),
  halfLifeDays: z.int().min(1),
  /** Most that one member may pass on to one other, 0 to 1. */
  shareMax: z.number(),
  parts: z.array(
    RankPart.extend({
      /** What the part would be without that limit. */
      uncappedScore: Score,
      /** Newest first. */
      endorsements: z.array(EndorsementView),
    }),
  ),
});
export type RankExplained = z.infer<typeof RankExplained>;

export const BalanceView = z.object({
  scid: z.string(),
  name: z.string(),
  me: z.boolean(),
  /** Whole tokens; below 0 for a member who signed two versions of its receipts and spent in both. */
  balance: z.int(),
  /** Of the balance: from proposals, from voting. */
  fromProposals: z.int(),
  fromVotes: z.int(),
  /** The newest receipt of this member that is held here. */
  knownUpTo: ReceiptPlace.nullable(),
});
export type BalanceView = z.infer<typeof BalanceView>;

/** Reputation and tokens of a cell, members in the order of joining. */
export const Trust = z.object({
  /** Day for which endorsements were faded, days since the epoch, UTC. */
  dayUtc: z.int(),
  ranks: z.array(RankView),
  balances: z.array(BalanceView),
  /** Of cells to which there is a bridge. */
  outside: z.array(OutsideView),
  bridges: z.array(BridgeView),
});
export type Trust = z.infer<typeof Trust>;

export const StatementLine = z.object({
  /** From 0, the oldest. */
  position: z.int().min(0),
  atMs: z.int(),
  kind: z.enum(['joined', 'proposed', 'voted', 'sent', 'received']),
  /** Name of the other side of a transfer, and what the sender noted; null for all else. */
  other: z.string().nullable(),
  note: z.string().nullable(),
  /** The proposal that was rewarded, or null. */
  proposal: Titled.extend({ label: z.string() }).nullable(),
  delta: z.int(),
  /** After this change. */
  balance: z.int(),
  receipt: ReceiptPlace,
  /** Whose receipt it is. */
  receiptBy: z.string(),
});
export type StatementLine = z.infer<typeof StatementLine>;

export const Statement = z.object({
  scid: z.string(),
  name: z.string(),
  balance: z.int(),
  /** Changes in all. */
  total: z.int().min(0),
  /** Newest last. */
  lines: z.array(StatementLine),
  more: z.boolean(),
});
export type Statement = z.infer<typeof Statement>;
