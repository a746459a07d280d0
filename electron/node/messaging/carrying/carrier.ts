/** What the transport asks of a node that carries mail. It knows no more of it than this. */

/** `later` and `full` may be offered again on the next connection. A peer's word: it proves nothing. */
export type TakenResult = 'ok' | 'known' | 'full' | 'later' | 'refused';

export interface TakenLine {
  readonly result: TakenResult;
  /** Whoever brought it could have seen that it is worth nothing. */
  readonly isFault: boolean;
}

/** Something is here now that was not before, or somebody lacks it. */
export interface CarryNews {
  readonly hash: string;
  /** Whom it is for: that member is told so. */
  readonly toDid: string;
  /** Who made it, and need not be told. */
  readonly fromDid: string;
  /** Who brought it, and need not be told; null for what was made here. */
  readonly broughtBy: string | null;
  /** Only that member is told; everybody else if left out. */
  readonly onlyDid?: string;
}

export interface Carrier {
  /** Whether parcels of others are taken. */
  readonly carries: boolean;
  /** Hashes of what is for that member: notes first, then parcels, the longest kept first. */
  forMember(did: string): string[];
  /** Hashes of the notes for this node that are kept here. */
  notesForSelf(): string[];
  /** Hashes of what two members compare: all notes, and what waits here for neither of them. */
  heldBeside(did: string): string[];
  /** Of that what this node made and has not given to that member. */
  ownBeside(did: string): string[];
  /** A note or an envelope as it came; null if it is not here any more, or nothing for that member. */
  textFor(did: string, hash: string): Uint8Array | null;
  /** The same hashes, notes and parcels apart. */
  sorted(hashes: readonly string[]): { readonly notes: string[]; readonly parcels: string[] };
  /** Of these names those of something that is here, as hashes. */
  named(items: readonly string[]): string[];
  /** Of these names those of something that is wanted; `isForSelf` if somebody says that it is for this node. */
  lacking(items: readonly string[], isForSelf: boolean): string[];
  /** These names, but for those of envelopes that this node has answered; and hashes of the receipts for those. */
  unanswered(items: readonly string[]): { readonly items: string[]; readonly receipts: string[] };
  /** Judges what a member brought and keeps what is worth it; it is on disk when this resolves. */
  take(lines: readonly Uint8Array[], did: string): Promise<TakenLine[]>;
  /** These are about to be sent to a member. Throws what the store throws; then they must not be sent. */
  pushing(did: string, hashes: readonly string[]): void;
  /** A member says that it has taken these. */
  given(did: string, hashes: readonly string[]): void;
  /** Returns how to stop. */
  onNews(listener: (news: readonly CarryNews[]) => void): () => void;
}
