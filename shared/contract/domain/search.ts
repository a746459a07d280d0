import { z } from 'zod';
import { SEARCH_KINDS } from '../search-kinds.ts';
import { AutoCode, ProposalSummary } from './governance.ts';
import { Message } from './message.ts';
import { Receipt } from './receipt.ts';

export const SearchKind = z.enum(SEARCH_KINDS);
export type SearchKind = z.infer<typeof SearchKind>;

/** Characters of what is searched for. */
export const SEARCH_TEXT_MAX = 400;

export const SearchQuery = z.object({
  /** Words, each of which is found as the beginning of a word. Nothing in it is a command. */
  text: z.string().max(SEARCH_TEXT_MAX),
  /** All if not given. */
  kinds: z.array(SearchKind).max(SEARCH_KINDS.length).optional(),
  /** The DID of who wrote it, or, of a message, whose conversation it stands in. */
  member: z.string().max(256).nullable().default(null),
  /** Not before, and before. */
  fromMs: z.int().nullable().default(null),
  toMs: z.int().nullable().default(null),
  /** How the asker's language calls what nodes title by themselves, and the kinds of receipts. */
  called: z
    .object({
      proposals: z.partialRecord(AutoCode, z.string().max(200)),
      receipts: z.record(z.string().max(20), z.string().max(80)),
    })
    .optional(),
  limit: z.int().min(1).max(100).default(20),
  /** The next page of one kind, by the `next` of the page before. */
  after: z
    .object({ kind: SearchKind, place: z.int().min(0) })
    .nullable()
    .default(null),
});
export type SearchQuery = z.output<typeof SearchQuery>;

/** A piece of a text around what was found; those with `found` are the words. Text of others, never markup. */
export const SearchPart = z.object({ text: z.string(), found: z.boolean() });
export type SearchPart = z.infer<typeof SearchPart>;

export const MessageHit = Message.pick({
  number: true,
  id: true,
  direction: true,
  thread: true,
  senderDid: true,
  state: true,
  createdAtMs: true,
}).extend({ parts: z.array(SearchPart) });
export type MessageHit = z.infer<typeof MessageHit>;

export const ProposalHit = z.object({
  proposal: ProposalSummary,
  /** In what it was found; in `label` also the proposer's name. */
  place: z.enum(['label', 'title', 'text', 'comment']),
  parts: z.array(SearchPart),
});
export type ProposalHit = z.infer<typeof ProposalHit>;

export const ReceiptHit = Receipt.pick({
  hash: true,
  author: true,
  name: true,
  gen: true,
  seq: true,
  kind: true,
  atMs: true,
  deed: true,
});
export type ReceiptHit = z.infer<typeof ReceiptHit>;

export const PersonHit = z.object({
  did: z.string(),
  name: z.string(),
  /** `former`: a peer, or a member, no more. */
  is: z.enum(['me', 'peer', 'former']),
});
export type PersonHit = z.infer<typeof PersonHit>;

function page<Hit extends z.ZodType>(hit: Hit) {
  return z.object({
    hits: z.array(hit),
    /** Where the next page begins; null after the last one. */
    next: z.int().nullable(),
  });
}

const Counts = z.object({
  messages: z.int().min(0),
  proposals: z.int().min(0),
  receipts: z.int().min(0),
  people: z.int().min(0),
});
export type SearchCounts = z.infer<typeof Counts>;

export const SearchIndexView = z.object({
  /** `building`: what is not indexed yet is not found yet. */
  state: z.enum(['ready', 'building']),
  /** Why it is, or was since this node started, built anew. */
  why: z.enum(['new', 'older', 'damaged']).nullable(),
  done: z.int().min(0),
  total: z.int().min(0),
  /** When it was whole again after a damage. */
  repairedAtMs: z.int().nullable(),
});
export type SearchIndexView = z.infer<typeof SearchIndexView>;

export const SearchAnswer = z.object({
  /** As many fit the query; of messages, one more than SEARCH_COUNTED_MAX stands for all that are more. */
  counts: Counts,
  /** As many there are to be searched. */
  searched: Counts,
  messages: page(MessageHit),
  proposals: page(ProposalHit),
  receipts: page(ReceiptHit),
  people: page(PersonHit),
  index: SearchIndexView,
});
export type SearchAnswer = z.infer<typeof SearchAnswer>;
