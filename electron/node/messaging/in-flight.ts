import type { OutgoingEnvelope } from './queue-events.ts';

type Envelope = Pick<OutgoingEnvelope, 'number' | 'recipientDid'>;

/** What travels right now, by message and recipient; not stored, because a restart ends it. */
export class InFlight {
  /** When each was written out; null while it is being written. */
  readonly #writtenAtMs = new Map<number, Map<string, number | null>>();

  set(batch: readonly Envelope[], writtenAtMs: number | null): void {
    for (const { number, recipientDid } of batch) {
      const recipients = this.#writtenAtMs.get(number) ?? new Map<string, number | null>();
      recipients.set(recipientDid, writtenAtMs);
      this.#writtenAtMs.set(number, recipients);
    }
  }

  delete(batch: readonly Envelope[]): void {
    for (const { number, recipientDid } of batch) {
      const recipients = this.#writtenAtMs.get(number);
      recipients?.delete(recipientDid);
      if (recipients?.size === 0) this.#writtenAtMs.delete(number);
    }
  }

  /** Whether the message travels to anybody. */
  hasMessage(number: number): boolean {
    return this.#writtenAtMs.has(number);
  }

  has({ number, recipientDid }: Envelope): boolean {
    return this.#writtenAtMs.get(number)?.has(recipientDid) ?? false;
  }

  /** Null also for what does not travel. */
  writtenAtMs({ number, recipientDid }: Envelope): number | null {
    return this.#writtenAtMs.get(number)?.get(recipientDid) ?? null;
  }

  /** `sending` while the message is written out to anybody, `sent` once it is to all whom it travels to. */
  stateOf(number: number): 'sending' | 'sent' | null {
    const recipients = this.#writtenAtMs.get(number);
    if (recipients === undefined) return null;
    return [...recipients.values()].includes(null) ? 'sending' : 'sent';
  }
}
