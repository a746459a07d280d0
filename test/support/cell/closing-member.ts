/** A member that follows the protocol: it closes, signs and confirms as `planFor` says, on its own copy of the log. */
import { pastOf } from '#shared/closing/ballot.ts';
import { planFor, type RoundTimer } from '#shared/closing/next-step.ts';
import type { HashedEntry } from '#shared/log/entry.ts';
import type { GraphNode } from '#shared/log/entry-graph.ts';
import { FeedWriter } from './feed-writer.ts';

export class ClosingMember extends FeedWriter {
  readonly #timers = new Map<string, RoundTimer>();
  readonly #openStoredAtMs = new Map<string, number>();

  constructor(name: string, cell: HashedEntry) {
    super(name, cell);
  }

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
    for (const ballot of this.book.ballots()) {
      for (;;) {
        const parents = [this.head, ...this.citable()].filter((node): node is GraphNode => node !== null);
        const past = pastOf(this.graph, parents);
        const known = { book: this.book, me: this.author, past, head: this.head, nowMs };
        const storedAtMs = this.#openStoredAtMs.get(ballot.open.hash) as number;
        const plan = planFor(known, ballot, storedAtMs, this.#timers.get(ballot.slot) ?? null);
        if (plan.timer) this.#timers.set(ballot.slot, plan.timer);
        if (!plan.step) break;
        this.write(plan.step.kind, plan.step.body);
        written += 1;
      }
    }
    return written;
  }

  /** Tips that the next entry would list as seen. */
  citable(): GraphNode[] {
    const { entry } = this.draft('draft', {});
    return Object.values(entry.seen)
      .flat()
      .map((hash) => this.graph.get(hash) as GraphNode);
  }
}
