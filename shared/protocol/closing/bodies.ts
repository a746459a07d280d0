/** Bodies of the entries by which a cell decides (docs/protocol.md, "Closing"). */

import { z } from 'zod';
import {
  CELL_NAME_MAX,
  COMMENT_MAX,
  DID_LOG_MAX,
  HOUR_MS,
  MEMBERS_MAX,
  MINUTE_MS,
  ROUND_MAX,
  RULE_MAX_MS,
  SECOND_MS,
  TEXT_MAX,
  TITLE_MAX,
} from '../limits.ts';
import { Hash, Scid } from '../log/entry.ts';
import { PersonName } from '../names/name-rule.ts';
import { issue } from '../saying.ts';
import { line, text } from '../text.ts';
import { BridgeChange, UnbridgeChange } from './bridge-change.ts';
import { Fork } from './fork-body.ts';
import { Slot } from './slot.ts';

const Fraction = z
  .tuple([z.int().min(0).max(1000), z.int().min(1).max(1000)])
  .refine(([a, b]) => a < b, issue('issue.thresholdTooLarge'));
export type Fraction = z.infer<typeof Fraction>;
const Span = z.int().min(0).max(RULE_MAX_MS);

export const ProposalRules = z.strictObject({
  /** Votes (abstentions included) without which the ballot expires. */
  quorum: z.int().min(1).max(MEMBERS_MAX),
  /** approve / (approve + reject) must be more than this fraction. */
  threshold: Fraction,
  deadlineMs: Span,
  graceMs: Span,
});
export type ProposalRules = z.infer<typeof ProposalRules>;

/** How much of a feed is taken from its own author within a day, UTC. Not so little that nobody could go on. */
export const FeedPerDay = z.strictObject({
  entries: z.int().min(1000).max(1_000_000),
  bytes: z
    .int()
    .min(1024 ** 2)
    .max(16 * 1024 ** 3),
});

/** The version of the rules that this build judges by; said in the hello. */
export const RULES_VERSION = 2;

/** What a cell has agreed on; changed by a ballot of the membership slot. */
export const CellRules = z
  .strictObject({
    version: z.literal(RULES_VERSION),
    /** Equivocators that a certificate must survive; at most floor((n - 1) / 3), which is what null means. */
    f: z.int().min(0).nullable(),
    deadlineMs: Span,
    graceMs: Span,
    turnMs: z.int().min(1).max(RULE_MAX_MS),
    /** Floors under what a proposer may choose (`floors.ts`). Null: more than half of the electorate. */
    quorumMin: z.int().min(1).max(MEMBERS_MAX).nullable(),
    /** At least a half: nothing passes that most of those who decided rejected. */
    thresholdMin: Fraction.refine(([a, b]) => 2 * a >= b, issue('issue.thresholdTooSmall')),
    deadlineMinMs: Span,
    /** Ballots that one proposer may have open at a time. */
    openBallotsMax: z.int().min(1).max(1000),
    /** Left out: 20 000 entries and 64 MiB (`feed-bounds.ts`). */
    feedPerDay: FeedPerDay.optional(),
  })
  .refine(({ deadlineMs, deadlineMinMs }) => deadlineMs >= deadlineMinMs, {
    ...issue('issue.deadlineTooShort'),
    path: ['deadlineMinMs'],
  });
export type CellRules = z.infer<typeof CellRules>;

export const DEFAULT_CELL_RULES: CellRules = {
  version: 2,
  f: null,
  deadlineMs: 24 * HOUR_MS,
  graceMs: 2 * MINUTE_MS,
  turnMs: 15 * SECOND_MS,
  quorumMin: null,
  thresholdMin: [1, 2],
  deadlineMinMs: HOUR_MS,
  openBallotsMax: 50,
};

export type FoundingWishes = Partial<Omit<CellRules, 'version'>>;

/** The rules with which a cell is founded: an hour is the shortest deadline, unless the usual one is shorter. */
export function foundingRules(chosen: FoundingWishes = {}): CellRules {
  const rules = { ...DEFAULT_CELL_RULES, ...chosen };
  const deadlineMinMs = chosen.deadlineMinMs ?? Math.min(HOUR_MS, rules.deadlineMs);
  return { ...rules, deadlineMinMs, deadlineMs: Math.max(rules.deadlineMs, deadlineMinMs) };
}

export const Alias = PersonName;
/** A did:webvh log, one JSON object a version. */
export const DidLog = z.array(z.record(z.string(), z.unknown())).min(1).max(DID_LOG_MAX);

export const Change = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('admit'), scid: Scid, alias: Alias, didLog: DidLog }),
  /** `end` is the last entry of the member that still counts; zeros if it has not written any. */
  z.strictObject({ type: z.literal('remove'), scid: Scid, end: Hash }),
  z.strictObject({ type: z.literal('rules'), rules: CellRules }),
  /** `versions`: what comes after the DID log that the cell has: one by the device, or two by the recovery words. */
  z.strictObject({
    type: z.literal('rekey'),
    scid: Scid,
    versions: z.array(z.record(z.string(), z.unknown())).min(1).max(2),
    /** The machine is gone: who has the new key goes on without its feed. */
    lost: z.boolean(),
  }),
  BridgeChange,
  UnbridgeChange,
  /** Takes out who has left, whatever its outcome: as any certificate of the slot does. */
  z.strictObject({ type: z.literal('leavers') }),
]);
export type Change = z.infer<typeof Change>;

export const FoundBody = z.strictObject({
  name: line(1, CELL_NAME_MAX),
  alias: Alias,
  didLog: DidLog,
  rules: CellRules,
  nonce: text(16, 64),
  /** Of a cell that branched off from another. */
  fork: Fork.optional(),
});
export type FoundBody = z.infer<typeof FoundBody>;
export const DraftBody = z.strictObject({
  /** 1 + the highest number in its causal past: the `3` of `P-3`. */
  number: z.int().min(1),
  title: line(1, TITLE_MAX),
  text: text(0, TEXT_MAX),
  /** Of one that its author's agent thought of: the digest of the cycle that led to it (docs/agent.md). */
  agent: Hash.optional(),
});
export type DraftBody = z.infer<typeof DraftBody>;
/** A new version of a proposal, before its vote is opened. */
export const ReviseBody = z.strictObject({
  proposal: Hash,
  title: line(1, TITLE_MAX),
  text: text(0, TEXT_MAX),
});
export type ReviseBody = z.infer<typeof ReviseBody>;
/** The call for comments. */
export const ReviewBody = z.strictObject({ proposal: Hash });
export type ReviewBody = z.infer<typeof ReviewBody>;
export const CommentBody = z.strictObject({ proposal: Hash, text: line(1, COMMENT_MAX) });
export type CommentBody = z.infer<typeof CommentBody>;
export const OpenBody = z.strictObject({
  proposal: Hash,
  attempt: z.int().min(1).max(999_999),
  epoch: z.int().min(0).max(999_999_999),
  text: text(0, TEXT_MAX),
  rules: ProposalRules,
  change: Change.optional(),
});
export type OpenBody = z.infer<typeof OpenBody>;
export const Choice = z.enum(['APPROVE', 'REJECT', 'ABSTAIN']);
export type Choice = z.infer<typeof Choice>;
export const VoteBody = z.strictObject({
  ballot: Hash,
  choice: Choice,
  comment: text(0, COMMENT_MAX).optional(),
});
export type VoteBody = z.infer<typeof VoteBody>;
export const WithdrawBody = z.strictObject({ ballot: Hash });
export type WithdrawBody = z.infer<typeof WithdrawBody>;
export const CloseBody = z.strictObject({ ballot: Hash });
export type CloseBody = z.infer<typeof CloseBody>;

/** Sorted and without doubles, so that equal sets are equal texts. */
const Closes = z
  .array(Hash)
  .min(1)
  .max(MEMBERS_MAX)
  .refine(
    (closes) => closes.every((hash, i) => i === 0 || (closes[i - 1] as string) < hash),
    issue('issue.closesUnsorted'),
  );
export const SignBody = z.strictObject({
  slot: Slot,
  ballot: Hash,
  round: z.int().min(0).max(ROUND_MAX),
  closes: Closes,
});
export type SignBody = z.infer<typeof SignBody>;
export const ConfirmBody = SignBody;

/** That a member signed two different entries at one place of its feed. */
export const ProofBody = z.strictObject({ member: Scid, entries: z.tuple([Hash, Hash]) });
export type ProofBody = z.infer<typeof ProofBody>;
