import { z } from 'zod';
import { SayingView } from './saying.ts';

/** What is known of the link to a peer; `shared/words/reasons/peer-reason.ts` turns it into words. */
export const PeerLink = z.discriminatedUnion('state', [
  z.object({ state: z.literal('never-seen') }),
  z.object({ state: z.literal('offline') }),
  z.object({ state: z.literal('connecting'), attempt: z.int().min(1) }),
  z.object({ state: z.literal('connected') }),
  /** The peer answered and does not want us, or speaks no version that we speak. */
  z.object({ state: z.literal('refused'), reason: SayingView }),
  z.object({ state: z.literal('version'), theirs: z.int(), ours: z.int() }),
  /** We cut the peer off because it broke the protocol. */
  z.object({ state: z.literal('cut-off'), reason: SayingView }),
]);
export type PeerLink = z.infer<typeof PeerLink>;

const Transfer = z.object({
  done: z.int().min(0),
  total: z.int().min(0),
  bytesDone: z.int().min(0),
  bytesTotal: z.int().min(0),
});

export const Peer = z.object({
  did: z.string(),
  name: z.string(),
  /** Place in the order of joining, from 0 (this node) up: fixes colour and seat. */
  order: z.int().min(0),
  /** Where this node dials the peer, a multiaddr, or null when the peer must dial us. */
  address: z.string().nullable(),
  addedAtMs: z.int(),
  lastSeenAtMs: z.int().nullable(),
  lastPassAtMs: z.int().nullable(),
  nextTryAtMs: z.int().nullable(),
  /** How many addresses this node dials the peer at; null while it dials nobody. */
  addressesKnown: z.int().min(0).nullable(),
  /** Positive when the peer's clock is ahead of ours. */
  clockAheadMs: z.int().nullable(),
  /** When this node last saw two live computers at once under the peer's present key; both had proved it. */
  twinSeenAtMs: z.int().nullable(),
  link: PeerLink,
  sending: Transfer.nullable(),
  receiving: Transfer.nullable(),
  /** It sends more than this node takes in a minute: what comes is taken more slowly. */
  isSlowed: z.boolean(),
  waitingMessages: z.int().min(0),
});
export type Peer = z.infer<typeof Peer>;

/** Somebody of whom there are messages here, and who is no peer any more. */
export const FormerPeer = Peer.pick({ did: true, name: true });
export type FormerPeer = z.infer<typeof FormerPeer>;
