import { z } from 'zod';
import { CellRules, Choice, ProposalRules } from '../../protocol/closing/bodies.ts';
import { CycleDigest } from './agent-act.ts';
import { RekeyView } from './recovery.ts';

export const ProposalState = z.enum([
  'draft',
  'review',
  'voting',
  'closing',
  'passed',
  'failed',
  'expired',
  'withdrawn',
  'forked',
]);
export type ProposalState = z.infer<typeof ProposalState>;

export const TallyView = z.object({ approve: z.int(), reject: z.int(), abstain: z.int() });
export type TallyView = z.infer<typeof TallyView>;

/** One seat of the electorate, in join order. */
export const Seat = z.object({
  scid: z.string(),
  name: z.string(),
  me: z.boolean(),
  /** The newest vote that is known here, or null. */
  choice: Choice.nullable(),
  closed: z.boolean(),
});
export type Seat = z.infer<typeof Seat>;

export const VoteFateView = z.enum(['open', 'counted', 'superseded', 'void', 'outside', 'forked']);

export const MyVote = z.object({
  choice: Choice,
  comment: z.string().nullable(),
  /** Hash of the vote. */
  receipt: z.string(),
  atMs: z.int(),
  fate: VoteFateView,
  /** Other members who are known to hold it. */
  heldBy: z.int().min(0),
});
export type MyVote = z.infer<typeof MyVote>;

export const CertificateView = z.object({
  hash: z.string(),
  round: z.int().min(0),
  /** Names of those who confirmed the count. */
  signers: z.array(z.string()),
  needed: z.int().min(1),
});
export type CertificateView = z.infer<typeof CertificateView>;

export const AutoCode = z.enum([
  'admit',
  'remove',
  'rules',
  'restore',
  'rekey',
  'bridge',
  'unbridge',
  'leavers',
]);
export type AutoCode = z.infer<typeof AutoCode>;

/** A proposal that a node titled, or worded, by itself: by its code and the names in it. */
const AutoView = z.discriminatedUnion('code', [
  z.object({
    code: z.enum(['admit', 'remove', 'restore', 'rekey', 'bridge', 'unbridge']),
    params: z.object({ name: z.string() }),
  }),
  z.object({ code: z.enum(['rules', 'leavers']), params: z.record(z.string(), z.never()) }),
]);
export type AutoView = z.infer<typeof AutoView>;

/** A title as it was signed. `auto` only where it fits the signed change: then it is said in the reader's language. */
export const Titled = z.object({ title: z.string(), auto: AutoView.nullable() });
export type Titled = z.infer<typeof Titled>;

/** A row of the board. */
export const ProposalSummary = z.object({
  id: z.string(),
  /** `P-3`, or `P-3·alice` where two share the number. */
  label: z.string(),
  ...Titled.shape,
  proposer: z.string(),
  mine: z.boolean(),
  /** Of one that its proposer's agent thought of: the digest of the cycle that led to it. */
  agent: CycleDigest.optional(),
  state: ProposalState,
  /** All but plain proposals are decided in the membership slot. */
  kind: z.enum(['proposal', 'admission', 'removal', 'rules', 'rekey', 'bridge', 'leavers']),
  /** Of a change of somebody's key; null for everything else. */
  rekey: RekeyView.nullable(),
  createdAtMs: z.int(),
  decidedAtMs: z.int().nullable(),
  seats: z.array(Seat),
  quorum: z.int().min(1),
  /** When this node closes, whatever the others do; null unless voting. */
  deadlineAtMs: z.int().nullable(),
  tally: TallyView,
  certificate: CertificateView.nullable(),
  /** Equal signatures that make a count final, and the most that one has; null before the vote is opened. */
  counting: z.object({ needed: z.int().min(1), signatures: z.int().min(0) }).nullable(),
  myVote: MyVote.nullable(),
  needsMyVote: z.boolean(),
  /** Drafted or opened by a former member after its certified end: nobody acts on it, and nothing comes of it. */
  passedOver: z.boolean(),
  /** Members whose close is still waited for. */
  waitingFor: z.array(z.string()),
  /** Of a decision that failed: by whose note it was recovered, and who approved that; null for everything else. */
  scar: z.object({ recovered: z.object({ by: z.string(), approvedBy: z.string() }).nullable() }).nullable(),
});
export type ProposalSummary = z.infer<typeof ProposalSummary>;

/** Of all proposals there are. */
export const ProposalCounts = z.object({
  draft: z.int().min(0),
  review: z.int().min(0),
  voting: z.int().min(0),
  decided: z.int().min(0),
  /** Those that wait for the operator's vote. */
  mine: z.int().min(0),
});
export type ProposalCounts = z.infer<typeof ProposalCounts>;

export const ProposalQuery = z.object({
  /** Words of label, title or proposer, all of which are there. */
  text: z.string().max(200).optional(),
  /** How the asker's language calls what nodes title by themselves: their titles are found by these words, too. */
  called: z.partialRecord(AutoCode, z.string().max(200)).optional(),
  /** Those that wait for the operator's vote, those that are not decided, those that are; all if not given. */
  which: z.enum(['mine', 'open', 'decided']).optional(),
  /** The id of the last one of the page before. */
  after: z.string().max(64).optional(),
  /** All if not given. */
  limit: z.int().min(1).max(500).optional(),
});
export type ProposalQuery = z.infer<typeof ProposalQuery>;

export const ProposalPage = z.object({
  proposals: z.array(ProposalSummary),
  /** As many fit the query. */
  total: z.int().min(0),
  more: z.boolean(),
});
export type ProposalPage = z.infer<typeof ProposalPage>;

/** Where a receipt stands in its author's feed, for its label `carol 240`. */
export const ReceiptPlace = z.object({
  hash: z.string(),
  gen: z.int(),
  seq: z.int(),
  /** The author's clock. */
  atMs: z.int(),
});
export type ReceiptPlace = z.infer<typeof ReceiptPlace>;

/** What one seat has signed in the newest attempt, as far as it is known here. */
export const SeatRecord = z.object({
  scid: z.string(),
  vote: ReceiptPlace.extend({ comment: z.string().nullable() }).nullable(),
  close: ReceiptPlace.nullable(),
  /** Its newest confirmation of a count. */
  confirm: ReceiptPlace.nullable(),
});
export type SeatRecord = z.infer<typeof SeatRecord>;

/** What a ballot of the membership slot changes. */
export const ChangeView = z.discriminatedUnion('type', [
  z.object({ type: z.literal('admit'), name: z.string(), scid: z.string(), did: z.string() }),
  z.object({
    type: z.literal('remove'),
    name: z.string(),
    scid: z.string(),
    did: z.string(),
    /** The last receipt of the member that counts. */
    end: ReceiptPlace.nullable(),
  }),
  z.object({ type: z.literal('rules'), before: CellRules, after: CellRules }),
  RekeyView.extend({ type: z.literal('rekey'), did: z.string() }),
  z.object({
    type: z.literal('bridge'),
    name: z.string(),
    cell: z.string(),
    /** Names of those whose keys speak for it, and how many of them it takes. */
    members: z.array(z.string()),
    q: z.int(),
    /** To be compared with the other cell. */
    words: z.array(z.string()),
    /** The first moment of its last day, UTC. */
    untilMs: z.int(),
  }),
  z.object({ type: z.literal('unbridge'), name: z.string(), cell: z.string() }),
  z.object({ type: z.literal('leavers'), names: z.array(z.string()) }),
]);
export type ChangeView = z.infer<typeof ChangeView>;

export const ProposalDetail = ProposalSummary.extend({
  text: z.string(),
  /** Likewise of the text. */
  textAuto: AutoView.nullable(),
  attempt: z.int().min(0),
  /** Of those to whom it was drafted so few are members now, and more are needed: the vote on it cannot be opened any more. */
  tooFewLeft: z.object({ here: z.int().min(0), needed: z.int().min(1) }).optional(),
  rules: ProposalRules.nullable(),
  /** Null for a proposal that changes neither members nor rules. */
  change: ChangeView.nullable(),
  /** Newest last. */
  comments: z.array(z.object({ name: z.string(), text: z.string(), atMs: z.int(), receipt: z.string() })),
  versions: z.int().min(1),
  /** Whether members were asked for comments before the vote. */
  reviewed: z.boolean(),
  /** When text and rules were frozen; null before the vote is opened. */
  opened: ReceiptPlace.nullable(),
  /** What members noted of it after it failed, the oldest first. */
  scarNotes: z.array(
    z.object({
      receipt: z.string(),
      name: z.string(),
      mine: z.boolean(),
      text: z.string(),
      atMs: z.int(),
      approvedBy: z.array(z.string()),
      /** Whether the operator has approved it. */
      approved: z.boolean(),
    }),
  ),
  /** In the order of the seats. */
  records: z.array(SeatRecord),
  /** What became of earlier attempts. */
  earlier: z.array(z.object({ attempt: z.int(), state: ProposalState })),
});
export type ProposalDetail = z.infer<typeof ProposalDetail>;
