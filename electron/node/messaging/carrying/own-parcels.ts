import type { CarryNews } from './carrier.ts';
import type { Recallable } from './given-table.ts';
import type { Luggage } from './luggage.ts';
import { inNotes, untilOf, writeRecall } from './note.ts';
import type { OwnEnvelope } from './own-mail.ts';

/** News of the queue and of who comes and goes are looked at together. */
const COALESCE_MS = 50;

/**
 * What this node wrote and others carry: which of it is a parcel, whom it was given to, and what is to be taken back.
 */
export class OwnParcels {
  readonly #luggage: Luggage;
  readonly #news: (news: readonly CarryNews[]) => void;
  /** Members that are connected now. */
  readonly #connected = new Set<string>();
  /** When each was lost, by a clock that never goes back; who was not met is away since the start. */
  readonly #lostAtMs = new Map<string, number>();
  readonly #startedAtMs = performance.now();
  #known: ReadonlySet<string> = new Set();
  #timer: NodeJS.Timeout | null = null;
  #dueAtMs = Number.POSITIVE_INFINITY;
  #stopped = true;

  constructor(luggage: Luggage, news: (news: readonly CarryNews[]) => void) {
    this.#luggage = luggage;
    this.#news = news;
  }

  connected(did: string): void {
    this.#connected.add(did);
  }

  lost(did: string): void {
    if (this.#connected.delete(did)) this.#lostAtMs.set(did, performance.now());
    this.soon();
  }

  /** All that may be given away, except what is for that member. */
  beside(did: string): OwnEnvelope[] {
    return this.#all().filter(({ recipientDid }) => recipientDid !== did);
  }

  /** Looks soon at what has become a parcel, and at what need not travel any more. */
  soon(delayMs = COALESCE_MS): void {
    const dueAtMs = performance.now() + delayMs;
    if (this.#stopped || dueAtMs >= this.#dueAtMs) return;
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#dueAtMs = dueAtMs;
    this.#timer = setTimeout(() => {
      this.#timer = null;
      this.#dueAtMs = Number.POSITIVE_INFINITY;
      this.#look();
    }, delayMs);
    this.#timer.unref();
  }

  start(): void {
    this.#stopped = false;
    this.soon();
  }

  stop(): void {
    this.#stopped = true;
    this.#dueAtMs = Number.POSITIVE_INFINITY;
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
  }

  /**
   * What of these is ours may be with that member from now on, whatever it says. To be called in a transaction; returns
   * the numbers of the messages that this is news of.
   */
  pushed(carrierDid: string, hashes: readonly string[], said: boolean): number[] {
    const { given, own, options } = this.#luggage;
    return hashes.flatMap((hash) => {
      const envelope = own.byHash(hash);
      if (envelope === null) return [];
      const { message, recipientDid, until } = envelope;
      const row = { hash, carrierDid, message, recipientDid, until, atMs: options.clock() };
      if (!given.insert(row, said) || !said) return [];
      options.ends.stepGiven(message, carrierDid);
      return [message];
    });
  }

  #look(): void {
    const { options } = this.#luggage;
    try {
      const { recalls, renewed } = options.store.transaction(() => {
        return { renewed: this.#renew(), recalls: this.#recall() };
      });
      if (renewed.length > 0) options.ends.changed(renewed);
      const all = this.#all();
      const fresh = all.filter(({ hash }) => !this.#known.has(hash));
      this.#known = new Set(all.map(({ hash }) => hash));
      const { selfDid } = this.#luggage;
      const parcels = fresh.map(({ hash, recipientDid }) => {
        return { hash, toDid: recipientDid, fromDid: selfDid, broughtBy: null };
      });
      if (recalls.length + parcels.length > 0) this.#news([...recalls, ...parcels]);
    } catch (error) {
      options.failed(error);
    }
  }

  /** What waits for members that are away, and what was given away already. */
  #all(): OwnEnvelope[] {
    const { own } = this.#luggage;
    return own
      .recipients()
      .filter((did) => this.#luggage.isMember(did))
      .flatMap((did) => own.waitingFor(did, !this.#isAway(did)));
  }

  #isAway(did: string): boolean {
    if (this.#connected.has(did)) return false;
    const { awayMs } = this.#luggage.options;
    const leftMs = (this.#lostAtMs.get(did) ?? this.#startedAtMs) + awayMs - performance.now();
    if (leftMs > 0) this.soon(leftMs + 1);
    return leftMs <= 0;
  }

  /**
   * A restored node goes on with what its later self took back, and nobody carries that any more: it is sealed anew. To
   * be called in a transaction; returns the numbers of the messages.
   */
  #renew(): number[] {
    const { own, options } = this.#luggage;
    return own.takenBack().map(({ message, recipientDid }) => {
      options.ends.useless(message, recipientDid);
      return message;
    });
  }

  /** Takes back what was given away and is settled, cancelled or sealed anew. To be called in a transaction. */
  #recall(): CarryNews[] {
    const { given, notes, author, selfDid } = this.#luggage;
    // Nobody would heed what another machine of ours has replaced the key of.
    if (!this.#luggage.isPresentKey(selfDid, author.key.publicKey)) return [];
    const nowS = this.#luggage.nowS();
    const byRecipient = new Map<string, Recallable[]>();
    for (const one of given.recallable(selfDid, nowS))
      byRecipient.set(one.recipientDid, [...(byRecipient.get(one.recipientDid) ?? []), one]);
    return [...byRecipient].flatMap(([to, hashes]) => {
      // Of whoever is no member any more, everybody drops everything.
      if (!this.#luggage.isMember(to)) return [];
      const parts: Recallable[][] = inNotes(hashes);
      return parts.flatMap((part) => {
        const items = part.map(({ hash, until }) => ({ hash, until: untilOf(until, nowS) }));
        const written = writeRecall(author, to, nowS, items);
        if (notes.has(written.hash)) return [];
        notes.insert(written, null);
        return [{ hash: written.hash, toDid: to, fromDid: selfDid, broughtBy: null }];
      });
    });
  }
}
