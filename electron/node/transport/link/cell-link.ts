/** What the network asks of a cell. Transport knows nothing of membership, epochs or votes beyond this. */
import type { Saying } from '#shared/protocol/saying.ts';

export interface TakenTexts {
  readonly applied: number;
  /** How many of them wait for others and are not stored. */
  readonly waiting: number;
  /** Hashes that these wait for: the peer holds something that it did not send. */
  readonly missing: readonly string[];
  readonly refused: readonly { readonly hash: string | null; readonly says: Saying }[];
}

/** A log that peers replicate: entries as canonical texts, in causal order, each checked by the log itself. */
export interface ReplicatedLog {
  readonly cell: string;
  /** Newest entries by hash, of every author: what a hello says. Small: O(members). */
  tips(): Readonly<Record<string, readonly string[]>>;
  /**
   * Entries that a holder of these tips lacks, causes first. Of a feed of which it holds a tip that is unknown here it
   * is taken to have all and more, unless that tip is among the `doubted`.
   */
  missingFrom(
    tips: Readonly<Record<string, readonly string[]>>,
    doubted?: ReadonlySet<string>,
  ): Iterable<string>;
  /**
   * Takes what a peer sends: stores what has its place now (on disk when this resolves) and says what was wrong with
   * the rest. Checking goes on beside this thread, so that the texts of several peers may be under way at once; what
   * becomes of them does not depend on which are checked first.
   */
  receive(texts: readonly string[], peerDid: string): Promise<TakenTexts>;
  /** Called after entries were stored: what is new can be sent on. Returns how to stop. */
  onNews(listener: () => void): () => void;
  /**
   * A peer has said which tips it holds, those of this node among them. The log compares: a tip of our own feed
   * that we do not hold means that another copy of this node has signed (DESIGN §2).
   */
  peerHolds(peerDid: string, tips: Readonly<Record<string, readonly string[]>>): void;
  /** A second live node with this node's own key has proved it. */
  twinShown(reason: Saying): void;
  /** A member says that there is one. */
  twinTold(peerDid: string, reason: Saying): void;
}

/** Answers those who ask to join. */
export interface JoinDesk {
  /** False while no invitation is open: strangers are then not let in at all. */
  isOpen(): boolean;
  /** `newcomerKey` is the Ed25519 key that the connection has proved. Throws what the newcomer is told. */
  answer(request: unknown, newcomerKey: Uint8Array): Promise<unknown>;
}

/** What a member is known by that has another key than it had when one was away. */
export interface ChangingKeys {
  /** Discovery secrets by keys that this node had before, the newest first: a member that was away knows it by one. */
  formerSecrets(memberDid: string, dayUtc: number): readonly string[];
  /** A member has said that our key was changed. */
  refused(memberDid: string): void;
  /** Our own DID log, to be shown to a member that may not know our key. */
  ownLog(): readonly Readonly<Record<string, unknown>>[];
  /**
   * Whether a DID log goes on from the member's that is known here, by a few versions, to this signing key (Ed25519, 32
   * bytes).
   */
  isLaterKey(memberDid: string, didLog: unknown, key: Uint8Array): boolean;
}

/** A cell as the network sees it. */
export interface CellLink {
  readonly log: ReplicatedLog;
  /** Whether somebody is told of this cell: a member or listed there by this node's copy. Left out: every peer. */
  names?(did: string): boolean;
  readonly joinDesk: JoinDesk;
  /**
   * The secret under which this node and a member find each other by mDNS on a day (days since the epoch, UTC): nobody
   * else can tell it. Null if there is none.
   */
  discoverySecret(memberDid: string, dayUtc: number): string | null;
  /** Left out where members keep their keys. */
  readonly keys?: ChangingKeys;
}
