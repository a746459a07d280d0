import { z } from 'zod';
import { CycleDigest } from './agent-act.ts';
import { MessageFile } from './file.ts';
import { SayingView } from './saying.ts';

/** The life of a message at its sender. `received` is the one state of an incoming message. */
export const MessageState = z.enum([
  'queued',
  'sending',
  'sent',
  'relayed',
  'delivered',
  'expired',
  'refused',
  'cancelled',
  'received',
]);
export type MessageState = z.infer<typeof MessageState>;

export const MessageStep = z.object({
  step: z.enum([
    'written',
    'sealed',
    'queued',
    'tried',
    'sent',
    'relayed',
    'delivered',
    'expired',
    'refused',
    'cancelled',
    'received',
  ]),
  atMs: z.int(),
  /** Facts in words: the error of a try, the name of a relay. */
  detail: z.string().nullable(),
  /** The same for people, where it is more than a name. */
  says: SayingView.optional(),
});

/** Why the sender's node itself ends a message: nobody else was there, the recipient is no member, or it is none. */
export const ENDINGS = ['nobody', 'left', 'former'] as const;
export type Ending = (typeof ENDINGS)[number];

/** A message that another one answers, as far as it is shown there. */
export const Quoted = z.object({
  id: z.string(),
  number: z.int().min(1),
  senderDid: z.string(),
  /** Its beginning; empty where it is a file alone. */
  text: z.string(),
  /** The name of the file that it came with. */
  file: z.string().nullable(),
});
export type Quoted = z.infer<typeof Quoted>;

/**
 * What a message answers. Its sender names a message of the same conversation, and each node shows what it holds itself
 * under that name: nobody can put words into another's mouth. `gone`: it was deleted here; `unknown`: it never was
 * here, or is not yet; `unclear`: several messages here go by that name.
 */
export const Answered = z.discriminatedUnion('state', [
  z.object({ state: z.literal('here'), message: Quoted }),
  z.object({ state: z.enum(['gone', 'unknown', 'unclear']) }),
]);
export type Answered = z.infer<typeof Answered>;

/**
 * The credential that a message brings, as its sender wrote it: what holds of it, the slice of credentials says, once it
 * was judged and taken.
 */
export const BroughtCredential = z.object({
  id: z.string(),
  type: z.string(),
  issuer: z.string(),
  validUntilMs: z.int(),
});
export type BroughtCredential = z.infer<typeof BroughtCredential>;

export const Message = z.object({
  /** Row number in this node's store; grows with time. */
  number: z.int().min(1),
  /** Its name (uuid), the same on every node that has it, unless another message here had that name before. */
  id: z.string(),
  direction: z.enum(['out', 'in']),
  /** The other side's DID, or `broadcast`. */
  thread: z.string(),
  /** Who wrote it. */
  senderDid: z.string(),
  text: z.string(),
  state: MessageState,
  /** Code of a refusal, as the recipient gave it, or one of ENDINGS. */
  code: z.string().nullable(),
  createdAtMs: z.int(),
  expiresAtMs: z.int(),
  /** When the sender of what came changed the key that it is signed with; null if it is signed with the newest. */
  keyChangedAtMs: z.int().nullable(),
  sealedBytes: z.int().nullable(),
  attempts: z.int().min(0),
  nextTryAtMs: z.int().nullable(),
  steps: z.array(MessageStep),
  /**
   * While it waits, and when it was cancelled: the members, by DID, that said that they took a sealed copy for a
   * recipient. Nobody else knows whether they have it.
   */
  relays: z.array(z.object({ to: z.string(), carrier: z.string(), atMs: z.int() })).optional(),
  /** For a broadcast: how many of its recipients have acknowledged. */
  deliveredTo: z.object({ done: z.int(), total: z.int() }).nullable(),
  /** For a broadcast: what became of it for each. `state` as of a message for that recipient alone. */
  recipients: z
    .array(z.object({ did: z.string(), state: MessageState, code: z.string().nullable() }))
    .optional(),
  /** Of one that came in: its place among all that its sender sent here. */
  sent: z.object({ gen: z.int(), seq: z.int() }).optional(),
  /** What it answers, where it answers anything. */
  answers: Answered.optional(),
  /** Of one that came in and counts as unread. */
  unread: z.literal(true).optional(),
  /** Of one that an agent wrote: the digest of the cycle that led to it. */
  agent: CycleDigest.optional(),
  /** What it comes with. */
  file: MessageFile.optional(),
  credential: BroughtCredential.optional(),
});
export type Message = z.infer<typeof Message>;

export const Thread = z.object({
  /** A peer's DID, or `broadcast`. */
  id: z.string(),
  last: z
    .object({
      /** Of a file alone its name. */
      text: z.string(),
      direction: z.enum(['out', 'in']),
      senderDid: z.string(),
      atMs: z.int(),
      state: MessageState,
    })
    .nullable(),
  unread: z.int().min(0),
  /** The number of the oldest unread message, where there is one. */
  unreadFrom: z.int().min(1).optional(),
  waiting: z.int().min(0),
  /** How a text begins that was begun and not sent, where there is one. */
  draft: z.string().optional(),
});
export type Thread = z.infer<typeof Thread>;

/** Longer than a message may be: whoever pastes too much can still cut it. */
export const DRAFT_MAX_CHARS = 500_000;

/** What was begun in a conversation and not sent, and the id of the message here that it answers. */
export const Draft = z.object({
  text: z.string().max(DRAFT_MAX_CHARS),
  reply: z.string().max(64).nullable(),
});
export type Draft = z.infer<typeof Draft>;

export const QueueSummary = z.object({
  waiting: z.int().min(0),
  oldestAtMs: z.int().nullable(),
  /** Thread ids that messages wait for. */
  waitingFor: z.array(z.string()),
});
export type QueueSummary = z.infer<typeof QueueSummary>;
