/** A member that follows the protocol: it closes, signs and confirms as `planFor` says, on its own copy of the log. */
import type { Knowledge } from '#shared/protocol/closing/known.ts';
import { planFor } from '#shared/protocol/closing/next-step.ts';
import type { RoundTimer } from '#shared/protocol/closing/round-timer.ts';
import { FeedWriter } from './feed-writer.ts';

export class ClosingMember extends FeedWriter {
  readonly #timers = new Map<string, RoundTimer>();
  readonly #openStoredAtMs = new Map<string, number>();

  /** Notes when it first held each open. */
  noteOpens(nowMs: number): void {
    for (const ballot of this.book.ballots()) {
      if (!this.#openStoredAtMs.has(ballot.open.hash)) this.#openStoredAtMs.set(ballot.open.hash, nowMs);
    }
  }

  /** Writes all that is due now; returns how many entries that was. */
  act(nowMs: number): number {
    this.noteOpens(nowMs);
    let written = 0;
    for (const slot of this.book.slots()) {
      for (;;) {
        const plan = planFor(this.knowledge(nowMs), slot, this.#timers.get(slot) ?? null);
        if (plan.timer) this.#timers.set(slot, plan.timer);
        if (!plan.step) break;
        this.write(plan.step.kind, plan.step.body);
        written += 1;
      }
    }
    return written;
  }

  knowledge(nowMs: number): Knowledge {
    const { book, author: me, head } = this;
    const storedAtMs = (open: string): number => this.#openStoredAtMs.get(open) as number;
    return { book, me, head, tips: this.ahead(), nowMs, storedAtMs };
  }
}
