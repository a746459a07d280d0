import type { SigningKey } from '../../crypto/signing-key.ts';
import type { Store } from '../../store/store.ts';
import type { Directory } from '../directory.ts';
import { GivenTable } from './given-table.ts';
import type { VersionsOf } from './keys.ts';
import type { NoteAuthor, ReceiptStatus } from './note.ts';
import { NoteTable } from './note-table.ts';
import { OwnMail } from './own-mail.ts';
import { ParcelTable } from './parcel-table.ts';

/** What a recipient answered for an envelope of ours, and who brought that. */
export interface SettledByNote {
  readonly hash: string;
  readonly status: ReceiptStatus;
  readonly recipientDid: string;
  readonly broughtBy: string;
}

/** How carried mail reaches the node's own queue and inbox. */
export interface OwnEnds {
  /** Opens and stores what is for this node; what became of each, in their order. */
  readonly receive: (
    envelopes: readonly Uint8Array[],
  ) => Promise<readonly { readonly hash: string | null; readonly status: ReceiptStatus }[]>;
  /** To be called in a transaction. Returns the numbers of the messages that changed. */
  readonly settle: (settled: SettledByNote) => readonly number[];
  /** To be called in a transaction: that message was given to a member. */
  readonly stepGiven: (message: number, carrierDid: string) => void;
  /** To be called in a transaction: nobody carries the envelope that waits for that recipient. */
  readonly useless: (message: number, recipientDid: string) => void;
  /** Tells whoever shows these messages. */
  readonly changed: (messages: readonly number[]) => void;
}

export interface CarryingOptions {
  readonly store: Store;
  readonly key: SigningKey;
  readonly directory: Directory;
  readonly cell: string;
  readonly versions: VersionsOf;
  readonly clock: () => number;
  /** What must be over to be forgotten for good. */
  readonly endsBy: () => number;
  readonly ends: OwnEnds;
  /** What the operator chose, asked each time. */
  readonly choice: () => { readonly carries: boolean; readonly shareMib: number };
  /** False while it is not known who the members are. */
  readonly knowsMembers: () => boolean;
  readonly freeBytes: () => number;
  /** After how long without a connection a recipient's mail is given to others. */
  readonly awayMs: number;
  /** Something here could not be stored. */
  readonly failed: (error: unknown) => void;
}

/** The tables that the parts of carrying share. */
export class Luggage {
  readonly parcels: ParcelTable;
  readonly notes: NoteTable;
  readonly given: GivenTable;
  readonly own: OwnMail;
  readonly options: CarryingOptions;

  constructor(options: CarryingOptions) {
    this.options = options;
    const { db } = options.store;
    this.parcels = new ParcelTable(db);
    this.notes = new NoteTable(db);
    this.given = new GivenTable(db);
    this.own = new OwnMail(db, options.directory.self.did);
  }

  get selfDid(): string {
    return this.options.directory.self.did;
  }

  get author(): NoteAuthor {
    const { key, cell } = this.options;
    return { did: this.selfDid, key, cell };
  }

  nowS(): number {
    return Math.floor(this.options.clock() / 1000);
  }

  /** Whether a member signs with that key now. */
  isPresentKey(did: string, signingKey: Uint8Array): boolean {
    const present = this.options.versions(did).at(-1)?.signingKey;
    return present !== undefined && Buffer.compare(present, signingKey) === 0;
  }

  isMember(did: string): boolean {
    return this.options.versions(did).length > 0;
  }
}
