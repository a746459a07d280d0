import type { CarryNews } from './carrier.ts';
import { type HashedEnvelope, parcelOf } from './judge-line.ts';
import { RECEIPTS_PER_SENDER } from './limits.ts';
import type { Luggage } from './luggage.ts';
import { inNotes, isLasting, type ReceiptStatus, untilOf, writeReceipt } from './note.ts';

/** A carried envelope for this node, and what it came to. */
export interface AnsweredEnvelope extends HashedEnvelope {
  readonly status: ReceiptStatus;
}

/** Writes what this node answers for envelopes that did not come from their sender. */
export class Receipts {
  readonly #luggage: Luggage;

  constructor(luggage: Luggage) {
    this.#luggage = luggage;
  }

  /**
   * One receipt for each sender: nobody sees in it what others wrote. Whoever brings what was answered before is told
   * of that answer. To be called in a transaction.
   */
  write(answered: readonly AnsweredEnvelope[], broughtBy: string): CarryNews[] {
    const { notes, selfDid } = this.#luggage;
    const again = new Map<string, CarryNews>();
    const bySender = new Map<string, Map<string, AnsweredEnvelope>>();
    for (const one of answered.filter(({ status }) => isLasting(status))) {
      const { sender_did: sender } = one.envelope;
      // A note speaks of members to members.
      if (!this.#luggage.isMember(sender) || sender === selfDid) continue;
      const before = notes.receiptFor(parcelOf(one));
      if (before !== null) {
        const news = { hash: before, toDid: sender, fromDid: selfDid, broughtBy: null };
        again.set(before, { ...news, onlyDid: broughtBy });
      } else {
        const ofSender = bySender.get(sender) ?? new Map<string, AnsweredEnvelope>();
        bySender.set(sender, ofSender.set(one.hash, one));
      }
    }
    const fresh = [...bySender].flatMap(([sender, ofSender]) =>
      this.#writeTo(sender, [...ofSender.values()]),
    );
    return [...again.values(), ...fresh];
  }

  #writeTo(sender: string, answered: readonly AnsweredEnvelope[]): CarryNews[] {
    const { notes, author, selfDid } = this.#luggage;
    const nowS = this.#luggage.nowS();
    const results = answered.map(({ hash, status, envelope }) => {
      return { hash, status, until: untilOf(envelope.expires_at, nowS) };
    });
    return inNotes(results).flatMap((part) => {
      // A sender that has its mail brought piece by piece uses up its own part of what is written here.
      if (notes.receiptsTo(selfDid, sender) >= RECEIPTS_PER_SENDER) return [];
      const written = writeReceipt(author, sender, nowS, part);
      notes.insert(written, null);
      return [{ hash: written.hash, toDid: sender, fromDid: selfDid, broughtBy: null }];
    });
  }
}
