import { MINUTE_MS } from '#shared/protocol/limits.ts';
import { spelledMultikey } from '../../crypto/multikey.ts';
import { Observers } from '../observers.ts';
import type { Carrier, CarryNews, TakenLine } from './carrier.ts';
import { itemOf } from './compare.ts';
import { sinceLost } from './keys.ts';
import { type CarryingOptions, Luggage } from './luggage.ts';
import { OwnParcels } from './own-parcels.ts';
import { Taking } from './taking.ts';

const SWEEP_EVERY_MS = MINUTE_MS;

/**
 * Mail that travels with people: this node keeps envelopes of members for members, as far as each sender's share goes,
 * and gives them and its own to whomever it meets. Docs: docs/protocol.md, "Carried mail".
 */
export class Carrying implements Carrier {
  readonly #luggage: Luggage;
  readonly #own: OwnParcels;
  readonly #taking: Taking;
  readonly #observers = new Observers<readonly CarryNews[]>();
  #timer: NodeJS.Timeout | null = null;

  constructor(options: CarryingOptions) {
    this.#luggage = new Luggage(options);
    const news = (found: readonly CarryNews[]): void => this.#observers.emit(found);
    this.#own = new OwnParcels(this.#luggage, news);
    this.#taking = new Taking(this.#luggage, (found) => {
      // What a life wrote that this one knows nothing of may say something of what waits here.
      if (found.some(({ fromDid, broughtBy }) => broughtBy !== null && fromDid === this.#luggage.selfDid))
        this.#own.soon();
      news(found);
    });
  }

  start(): void {
    this.sweep();
    this.#own.start();
    this.#timer ??= setInterval(() => {
      this.sweep();
      this.#own.soon();
    }, SWEEP_EVERY_MS);
    this.#timer.unref();
  }

  stop(): void {
    if (this.#timer !== null) clearInterval(this.#timer);
    this.#timer = null;
    this.#own.stop();
  }

  get carries(): boolean {
    return this.#luggage.options.choice().carries;
  }

  /** A member was met, or is lost. */
  connected(did: string): void {
    this.#own.connected(did);
  }

  lost(did: string): void {
    this.#own.lost(did);
  }

  /** Something about this node's own messages changed. */
  messagesChanged(): void {
    this.#own.soon();
  }

  forMember(did: string): string[] {
    const { notes, parcels } = this.#luggage;
    return [...notes.hashesTo(did), ...parcels.hashesFor(did)];
  }

  notesForSelf(): string[] {
    return this.#luggage.notes.hashesTo(this.#luggage.selfDid);
  }

  heldBeside(did: string): string[] {
    const { notes, parcels } = this.#luggage;
    const own = this.#own.beside(did).map(({ hash }) => hash);
    return [...notes.hashes(), ...parcels.hashesBeside(did), ...own];
  }

  ownBeside(did: string): string[] {
    const { notes, given, selfDid } = this.#luggage;
    const own = this.#own.beside(did).map(({ hash }) => hash);
    return [...notes.hashesFrom(selfDid), ...own.filter((hash) => !given.has(hash, did))];
  }

  textFor(did: string, hash: string): Uint8Array | null {
    const { notes, parcels, own } = this.#luggage;
    const text = notes.text(hash) ?? parcels.textFor(did, hash) ?? own.textFor(did, hash);
    return text === null ? null : Buffer.from(text, 'utf8');
  }

  sorted(hashes: readonly string[]): { notes: string[]; parcels: string[] } {
    const { notes } = this.#luggage;
    return {
      notes: hashes.filter((hash) => notes.has(hash)),
      parcels: hashes.filter((hash) => !notes.has(hash)),
    };
  }

  named(items: readonly string[]): string[] {
    const { notes, parcels, own } = this.#luggage;
    return [...new Set([...notes.named(items), ...parcels.named(items), ...own.named(items)])];
  }

  lacking(items: readonly string[], isForSelf: boolean): string[] {
    if (!this.carries && !isForSelf) return [];
    // Not by what is dead: whose an item is shows only when it comes, and anybody can name anything in a note.
    const here = new Set(this.named(items).map(itemOf));
    return items.filter((item) => !here.has(item));
  }

  unanswered(items: readonly string[]): { items: string[]; receipts: string[] } {
    const { notes, selfDid } = this.#luggage;
    const answers = notes.receiptsOf(selfDid, items);
    const answered = new Set(answers.map(({ item }) => item));
    return {
      items: items.filter((item) => !answered.has(item)),
      receipts: [...new Set(answers.map(({ receipt }) => receipt))],
    };
  }

  take(lines: readonly Uint8Array[], did: string): Promise<TakenLine[]> {
    return this.#taking.take(lines, did);
  }

  pushing(did: string, hashes: readonly string[]): void {
    this.#pushed(did, hashes, false);
  }

  given(did: string, hashes: readonly string[]): void {
    this.#pushed(did, hashes, true);
  }

  #pushed(did: string, hashes: readonly string[], said: boolean): void {
    const { store, ends } = this.#luggage.options;
    const own = hashes.filter((hash) => this.#luggage.own.byHash(hash) !== null);
    if (own.length === 0) return;
    const changed = store.transaction(() => this.#own.pushed(did, own, said));
    if (changed.length > 0) ends.changed(changed);
  }

  onNews(listener: (news: readonly CarryNews[]) => void): () => void {
    return this.#observers.subscribe(listener);
  }

  /** Drops what is over, and what the members as they are now would not carry. Never throws. */
  sweep(): void {
    const { store, ends, endsBy, failed } = this.#luggage.options;
    try {
      const changed = store.transaction(() => {
        const nowS = Math.floor(endsBy() / 1000);
        this.#luggage.parcels.purge(nowS);
        this.#luggage.notes.purge(nowS);
        this.#luggage.given.purge(nowS);
        return this.#dropForMembers();
      });
      if (changed.length > 0) ends.changed(changed);
    } catch (error) {
      failed(error);
    }
  }

  /** Returns the numbers of messages whose carriers are gone. */
  #dropForMembers(): number[] {
    const { parcels, notes, given, options, selfDid } = this.#luggage;
    if (!options.knowsMembers()) return [];
    const isMember = (did: string): boolean => this.#luggage.isMember(did);
    for (const { hash, senderDid, recipientDid, keyTo } of parcels.heads()) {
      const keys = sinceLost(options.versions(recipientDid));
      const opens = keys.some(({ sealingKey }) => spelledMultikey('x25519', sealingKey) === keyTo);
      if (!isMember(senderDid) || !isMember(selfDid) || !opens) parcels.remove(hash);
    }
    for (const { hash, fromDid, toDid, signingKey } of notes.heads()) {
      const present = options.versions(fromDid).at(-1)?.signingKey;
      const isPresent = present !== undefined && spelledMultikey('ed25519', present) === signingKey;
      if (!isPresent || !isMember(toDid)) notes.remove(hash);
    }
    return given.forgetOthers(isMember);
  }
}
