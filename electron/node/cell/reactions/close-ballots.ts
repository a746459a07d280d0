import { everything } from '#shared/protocol/closing/ballot.ts';
import { certificates } from '#shared/protocol/closing/certificate.ts';
import { planFor } from '#shared/protocol/closing/next-step.ts';
import type { RoundTimer } from '#shared/protocol/closing/round-timer.ts';
import { says } from '#shared/protocol/saying.ts';
import type { CellBook } from '#shared/protocol/state/cell-book.ts';
import type { Reacted, ReactionFailure, ReactionState, Wish } from './reaction.ts';

export const CLOSING = says('fault.closingBallots');

/** Not stored: after a restart the turns begin anew. */
export interface ClosingMemory {
  /** Slots in which there is nothing more to do. */
  readonly over: ReadonlySet<string>;
  readonly timers: ReadonlyMap<string, RoundTimer>;
}

export const NOTHING_CLOSED: ClosingMemory = { over: new Set(), timers: new Map() };

/** This member's part in closing every open ballot: closes, signs and confirms when the rules say so. */
export function closeBallots(
  state: ReactionState,
  { over, timers }: ClosingMemory,
): Reacted & { readonly memory: ClosingMemory } {
  const { book } = state;
  const ended = new Set<string>();
  const turns = new Map<string, RoundTimer>();
  const wishes: Wish[] = [];
  const failures: ReactionFailure[] = [];
  let wakeAtMs: number | null = null;
  for (const slot of book.slots()) {
    const why = says('fault.closing', { slot });
    // One that cannot be read keeps no other one open.
    try {
      if (isOver(book, slot, over)) {
        if (!over.has(slot)) ended.add(slot);
        continue;
      }
      const plan = planFor(state, slot, timers.get(slot) ?? null);
      if (plan.timer && plan.timer !== timers.get(slot)) turns.set(slot, plan.timer);
      if (plan.step) wishes.push({ do: 'write', ...plan.step, why });
      // What is due now is wished for now; should it be refused, the writer knows when to ask again.
      if (plan.wakeAtMs !== null && plan.wakeAtMs > state.nowMs)
        wakeAtMs = Math.min(wakeAtMs ?? plan.wakeAtMs, plan.wakeAtMs);
    } catch (error) {
      failures.push({ what: why, error });
    }
  }
  const memory = {
    over: ended.size > 0 ? new Set([...over, ...ended]) : over,
    timers: turns.size > 0 ? new Map([...timers, ...turns]) : timers,
  };
  return { wishes, wakeAtMs, failures, memory };
}

/** A certificate ends a slot for good, as long as nobody has forked. Old decisions cost nothing at every news. */
function isOver(book: CellBook, slot: string, over: ReadonlySet<string>): boolean {
  if (book.graph.forkedAuthors().length > 0) return false;
  return over.has(slot) || certificates(book, everything, slot).length > 0;
}
