import { saysOf } from '#shared/contract/errors.ts';
import type { Entry } from '#shared/protocol/log/entry.ts';
import type { EntryGraph } from '#shared/protocol/log/entry-graph.ts';
import { weightOf } from '#shared/protocol/log/feed-bounds.ts';
import { type AnyCode, type Refusal, refusal, thrownRefusal } from '#shared/protocol/log/refusal.ts';
import type { CellBook } from '#shared/protocol/state/cell-book.ts';
import type { FeedsTaken } from './feeds-taken.ts';
import { notWritten } from './log-errors.ts';
import { hashEntry, type UnsignedEntry, unreadable } from './signed-entry.ts';

/** What a text has beside its entry. */
const SIGNATURE_BYTES = 128;
/** So long what was judged need not be judged again only because the clock went on. */
const SAME_MOMENT_MS = 100;

export interface OwnJudgeOptions {
  readonly graph: EntryGraph;
  readonly book: CellBook;
  readonly feeds: FeedsTaken;
  readonly steadyClock: () => number;
}

interface Judged {
  readonly unsigned: UnsignedEntry;
  /** Of the graph that it was judged in. */
  readonly size: number;
}

/** Judges what this node would write, as all others will, before it is signed. */
export class OwnJudge {
  readonly #options: OwnJudgeOptions;
  /** Whoever asks before it writes has it judged once. */
  #last: Judged | null = null;

  constructor(options: OwnJudgeOptions) {
    this.#options = options;
  }

  /** Why the entry would count for nothing, or null. */
  objection(entry: Entry): Refusal<AnyCode> | null {
    const judged = this.#judge(entry);
    return 'code' in judged ? judged : null;
  }

  /**
   * The entry, or the same of a moment ago, as it may be signed.
   * @throws {GhostStackError} `refused`
   */
  signable(entry: Entry): UnsignedEntry {
    const last = this.#last;
    if (last && last.size === this.#options.graph.size && isSame(last.unsigned.entry, entry))
      return last.unsigned;
    const judged = this.#judge(entry);
    if ('code' in judged) throw notWritten(judged);
    return judged;
  }

  #judge(entry: Entry): UnsignedEntry | Refusal<AnyCode> {
    this.#last = null;
    try {
      const unsigned = hashed(entry);
      if ('code' in unsigned) return unsigned;
      const bytes = weightOf(entry, Buffer.byteLength(unsigned.canonical, 'utf8') + SIGNATURE_BYTES);
      const excess = this.#options.feeds.excessForWriting(entry, bytes, this.#options.steadyClock());
      if (excess) return refusal('rate', excess);
      const said = unreadable(unsigned);
      if (said) return refusal('malformed', said);
      const node = this.#options.graph.preview(unsigned);
      if ('code' in node) return node;
      const verdict = this.#options.book.preview(node);
      if (!verdict.valid) return verdict;
      this.#last = { unsigned, size: this.#options.graph.size };
      return unsigned;
    } catch (thrown) {
      return thrownRefusal(thrown);
    }
  }
}

/** But for the time, which has gone on by a moment. */
function isSame(before: Entry, entry: Entry): boolean {
  const age = entry.at - before.at;
  if (age < 0 || age >= SAME_MOMENT_MS || before.kind !== entry.kind || before.seq !== entry.seq)
    return false;
  return JSON.stringify({ ...before, at: 0 }) === JSON.stringify({ ...entry, at: 0 });
}

function hashed(entry: Entry): UnsignedEntry | Refusal<AnyCode> {
  try {
    return hashEntry(entry);
  } catch (thrown) {
    return refusal('malformed', saysOf(thrown));
  }
}
