import { planFor } from '#shared/protocol/closing/next-step.ts';
import type { RoundTimer } from '#shared/protocol/closing/round-timer.ts';
import { says } from '#shared/protocol/saying.ts';
import type { Reacted, ReactionFailure, ReactionState, Wish } from './reaction.ts';

export const CLOSING = says('fault.closingBallots');

/** Not stored: after a restart the turns begin anew. */
export interface ClosingMemory {
  /** Of the slots that were looked at, those in which there may be something to do, in their order. */
  readonly open: readonly string[];
  /** How many were looked at. */
  readonly looked: number;
  readonly timers: ReadonlyMap<string, RoundTimer>;
}

export const NOTHING_CLOSED: ClosingMemory = { open: [], looked: 0, timers: new Map() };

/** This member's part in closing every open ballot: closes, signs and confirms when the rules say so. */
export function closeBallots(
  state: ReactionState,
  { open, looked, timers }: ClosingMemory,
): Reacted & { readonly memory: ClosingMemory } {
  const { book } = state;
  const slots = book.slots();
  const isForked = book.graph.forkedAuthors().length > 0;
  const left: string[] = [];
  const turns = new Map<string, RoundTimer>();
  const wishes: Wish[] = [];
  const failures: ReactionFailure[] = [];
  let wakeAtMs: number | null = null;
  for (const slot of isForked ? slots : [...open, ...slots.slice(looked)]) {
    const why = says('fault.closing', { slot });
    let isDone = false;
    // One that cannot be read keeps no other one open.
    try {
      // A certificate ends a slot for good, as long as nobody has forked. Old decisions cost nothing at every news.
      isDone = !isForked && book.isCertified(slot);
      if (isDone) continue;
      const plan = planFor(state, slot, timers.get(slot) ?? null);
      if (plan.timer) turns.set(slot, plan.timer);
      if (plan.step) wishes.push({ do: 'write', ...plan.step, why });
      // What is due now is wished for now; should it be refused, the writer knows when to ask again.
      if (plan.wakeAtMs !== null && plan.wakeAtMs > state.nowMs)
        wakeAtMs = Math.min(wakeAtMs ?? plan.wakeAtMs, plan.wakeAtMs);
    } catch (error) {
      failures.push({ what: why, error });
    } finally {
      if (!isDone) {
        left.push(slot);
        const before = timers.get(slot);
        if (before && !turns.has(slot)) turns.set(slot, before);
      }
    }
  }
  // Of slots that are over no turn is remembered.
  const memory = { open: left, looked: slots.length, timers: turns };
  return { wishes, wakeAtMs, failures, memory };
}
