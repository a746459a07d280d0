import type { Knowledge } from '#shared/protocol/closing/known.ts';
import type { Saying } from '#shared/protocol/saying.ts';
import type { CellBook } from '#shared/protocol/state/cell-book.ts';

/** What every reaction is a function of: the log as it is here, and the time. What else one needs comes beside it. */
export interface ReactionState extends Knowledge {
  readonly book: CellBook;
}

interface Reason {
  /** What it is for; begins the sentence by which it is reported if it cannot be done: "Closing m/3". */
  readonly why: Saying;
}

/** An entry that this node should write now. */
export interface EntryWish extends Reason {
  readonly do: 'write';
  readonly kind: string;
  readonly body: object;
  /** Somebody waits for it, and is told if the rules refuse it. */
  readonly isAwaited?: true;
}

/** To go on in a later generation of the own feed. */
interface GenerationWish extends Reason {
  readonly do: 'begin generation';
}

/** What the row of an invitation, or of a recovery code, should say from now on, here and to nobody else. */
export interface RowWish extends Reason {
  readonly do: 'note';
  readonly of?: 'recovery';
  readonly row: string;
  readonly says: 'refused' | 'released' | { readonly drafted: string };
}

export type Wish = EntryWish | GenerationWish | RowWish;

/** Something that a reaction could not look at; it goes on with the rest. */
export interface ReactionFailure {
  readonly what: Saying;
  readonly error: unknown;
}

export interface Reacted {
  /** In the order in which they matter; each from what is known now, so that the next one may be void by the first. */
  readonly wishes: readonly Wish[];
  /** When there may be a wish although nothing new has come, or null. */
  readonly wakeAtMs: number | null;
  readonly failures: readonly ReactionFailure[];
}

/** One reason for which a node writes by itself. Pure: it decides, and leaves judging and signing to the writer. */
export interface Reaction {
  /** Begins a sentence: "Closing ballots". */
  readonly name: Saying;
  readonly react: (state: ReactionState) => Reacted;
}

export const NO_WISH: Reacted = { wishes: [], wakeAtMs: null, failures: [] };

/** What a reaction wishes for. */
export function wishing(...wishes: readonly Wish[]): Reacted {
  return { ...NO_WISH, wishes };
}

/** A reaction that is told what it remembered the last time. */
export function remembering<Memory>(
  name: Saying,
  first: Memory,
  react: (state: ReactionState, memory: Memory) => Reacted & { readonly memory: Memory },
): Reaction {
  let memory = first;
  return {
    name,
    react: (state) => {
      const reacted = react(state, memory);
      memory = reacted.memory;
      return reacted;
    },
  };
}
