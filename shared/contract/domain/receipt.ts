import { z } from 'zod';
import { Choice } from '../../protocol/closing/bodies.ts';
import { STRENGTH_MAX } from '../../protocol/trust/bodies.ts';
import { CycleDigest } from './agent-act.ts';
import { Titled } from './governance.ts';
import { SayingView } from './saying.ts';

/** The proposal that a receipt is about, or null where its title is not to be had. */
const About = Titled.nullable();
export type About = z.infer<typeof About>;

/** What a receipt did: what is told of its body, with names and titles for the hashes in it. */
export const Deed = z.discriminatedUnion('did', [
  z.object({ did: z.literal('found'), cell: z.string() }),
  z.object({
    did: z.enum([
      'revise',
      'review',
      'comment',
      'open',
      'withdraw',
      'close',
      'sign',
      'confirm',
      'scar-note',
      'scar-heal',
    ]),
    proposal: About,
  }),
  /** `agent`: the digest of the cycle that led to it, where its author's agent thought of it. */
  z.object({ did: z.literal('draft'), proposal: About, agent: CycleDigest.optional() }),
  z.object({ did: z.literal('vote'), proposal: About, choice: Choice }),
  z.object({ did: z.literal('proof'), member: z.string() }),
  /** In thousandths; 0 takes back what was endorsed before. */
  z.object({ did: z.literal('endorse'), member: z.string(), strength: z.int().min(0).max(STRENGTH_MAX) }),
  z.object({ did: z.literal('transfer'), member: z.string(), amount: z.int() }),
  /** What the cell says outwards: of its trust, to a cell of that name (null where no bridge names it), or of itself. */
  z.object({ did: z.literal('statement'), to: z.string().nullable().optional() }),
  z.object({ did: z.literal('import'), cell: z.string().nullable() }),
  /** A type of credential. */
  z.object({ did: z.literal('define'), title: z.string() }),
  /** `other`: of a kind that this version does not know; `unread`: not written as the rules say. */
  z.object({
    did: z.enum([
      'issue',
      'revoke',
      'status',
      'attest',
      'restored',
      'branch',
      'enter',
      'leave',
      'stay',
      'other',
      'unread',
    ]),
  }),
]);
export type Deed = z.infer<typeof Deed>;

export const Receipt = z.object({
  hash: z.string(),
  author: z.string(),
  name: z.string(),
  gen: z.int(),
  seq: z.int(),
  kind: z.string(),
  atMs: z.int(),
  deed: Deed,
  /** False with the reason when it counts for nothing. */
  valid: z.boolean(),
  reason: SayingView.nullable(),
  /** Position in causal order, from 0. */
  position: z.int().min(0),
  prev: z.string().nullable(),
  seen: z.array(z.string()),
  /** Id of the proposal whose vote it belongs to, once something is certified there. */
  decided: z.string().nullable(),
});
export type Receipt = z.infer<typeof Receipt>;

/** Which receipts are asked for; all that fit every one of these. */
export const ReceiptFilter = z.object({
  author: z.string().max(64).nullable(),
  /** Null: of any kind. */
  kind: z.string().max(40).nullable().default(null),
  /** By the authors' clocks; ms since the epoch, the end left out. */
  fromMs: z.int().nullable().default(null),
  toMs: z.int().nullable().default(null),
  /** Id of the proposal that they are about. */
  proposal: z.string().length(64).nullable().default(null),
  /** Names, numbers and the beginnings of hashes. */
  text: z.string().max(200).default(''),
});
export type ReceiptFilter = z.infer<typeof ReceiptFilter>;

export const ANY_RECEIPT: ReceiptFilter = {
  author: null,
  kind: null,
  fromMs: null,
  toMs: null,
  proposal: null,
  text: '',
};

export const ReceiptPage = z.object({
  receipts: z.array(Receipt),
  more: z.boolean(),
  /** As many fit; told with the newest page. */
  total: z.int().min(0).nullable(),
});
export type ReceiptPage = z.infer<typeof ReceiptPage>;

export const LogReport = z.object({
  ok: z.boolean(),
  cell: z.string().nullable(),
  name: z.string(),
  entries: z.int(),
  authors: z.int(),
  stateHash: z.string().nullable(),
  /** What is wrong and where, or null. */
  problem: SayingView.nullable(),
});
export type LogReport = z.infer<typeof LogReport>;
