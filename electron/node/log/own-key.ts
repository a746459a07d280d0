import { GhostStackError } from '#shared/contract/errors.ts';
import { firstPlace } from '#shared/protocol/closing/first-place.ts';
import { type Entry, parentHashes } from '#shared/protocol/log/entry.ts';
import type { EntryGraph } from '#shared/protocol/log/entry-graph.ts';
import { type Saying, says } from '#shared/protocol/saying.ts';
import type { CellBook } from '#shared/protocol/state/cell-book.ts';
import { encodeMultikey } from '../crypto/multikey.ts';
import type { SigningKey } from '../crypto/signing-key.ts';
import { type KeyAt, type LogAuthor, nextEntry, ownHead, signerOf } from './next-entry.ts';

const CHANGED = says('error.barred.keyChanged');

/**
 * With which of its keys a home signs: that which the epoch of the entry about to be written names. Read from the log
 * each time that it has grown; there is no flag that could be wrong after a crash, or in a copy.
 */
export class OwnKey {
  readonly #book: CellBook;
  readonly #graph: EntryGraph;
  readonly #author: LogAuthor | null;
  readonly #keyAt: KeyAt | null;
  #known: { readonly size: number; readonly key: string | null } = { size: -1, key: null };

  constructor(book: CellBook, author: LogAuthor | null, keyAt: KeyAt | null) {
    this.#book = book;
    this.#graph = book.graph;
    this.#author = author;
    this.#keyAt = keyAt;
  }

  present(): string | null {
    const { size } = this.#graph;
    if (this.#known.size !== size) this.#known = { size, key: this.#read() };
    return this.#known.key;
  }

  /** Why nothing can be signed, where the key that the log names is not here. */
  missing(): Saying | null {
    const key = this.present();
    return key === null || this.#author === null || signerOf(this.#author, key) ? null : CHANGED;
  }

  /** The entry that follows all that is here, under the key that the epoch of its parents names; not signed yet. */
  next(author: LogAuthor, nowMs: number, kind: string, body: Record<string, unknown>): Entry {
    const entry = nextEntry(this.#graph, author, nowMs, kind, body, (head, parents) =>
      firstPlace(this.#book, author.scid, head, parents),
    );
    const parents = parentHashes(entry).flatMap((hash) => this.#graph.get(hash) ?? []);
    const prev = parents.find(({ hash }) => hash === entry.prev) ?? null;
    const key = parents.length === 0 ? null : this.#keyAt?.(entry.author, parents, prev);
    return key ? { ...entry, key } : entry;
  }

  /** Throws `conflict` where it is not here. */
  signer(key: string): SigningKey {
    const signer = this.#author && signerOf(this.#author, key);
    if (!signer) throw new GhostStackError('conflict', CHANGED);
    return signer;
  }

  #read(): string | null {
    if (this.#author === null) return null;
    const { key, scid } = this.#author;
    if (this.#keyAt === null) return encodeMultikey('ed25519', key.publicKey);
    const tips = this.#graph.authors().flatMap((author) => this.#graph.heads(author));
    return tips.length === 0 ? null : this.#keyAt(scid, tips, ownHead(this.#graph, this.#author));
  }
}
