import type { GraphHooks } from '#shared/protocol/log/entry-graph.ts';
import type { FeedBounds } from '#shared/protocol/log/feed-bounds.ts';
import type { CellBook } from '#shared/protocol/state/cell-book.ts';
import type { Discarded, Judgement, LogCheckpoint } from './checkpoint/log-checkpoint.ts';
import type { LogStore } from './log-store.ts';
import type { KeyAt, LogAuthor } from './next-entry.ts';
import type { BadRow } from './read-rows.ts';

export interface IntegrityLogOptions {
  readonly cell: string;
  readonly store: LogStore;
  readonly clock: () => number;
  /** Of the times of storing, from which deadlines count; does not go back (CellClock). Default: `clock`. */
  readonly steadyClock?: () => number;
  /** Whether an author may write an entry with this past and key; judged from the epoch that it stands in. */
  readonly authorise: (book: CellBook) => NonNullable<GraphHooks['authorise']>;
  /** Whether an entry that has to wait may be its author's; default: it may. */
  readonly isWriter?: (book: CellBook) => NonNullable<GraphHooks['isWriter']>;
  /** What was judged at an earlier start; default: every row is judged. */
  readonly checkpoint?: LogCheckpoint | null;
  /** Of a log of the same rows in this process, which is used no more. */
  readonly adopted?: Judgement | null;
  /** Told why a checkpoint was not taken, once all is judged anew. */
  readonly judgedAnew?: (why: Discarded) => void;
  /** How much of one feed is written, or taken from its author; default: what the rules of the cell say. */
  readonly feedBounds?: FeedBounds;
  /** Told of rows that have no place in the graph, in the transaction that moves them out of the log. */
  readonly setAside?: (rows: readonly BadRow[]) => void;
  /** Told of what a listener throws, which is none of a writer's or sender's; without it, that is thrown. */
  readonly listenerFailed?: (error: unknown) => void;
  /** Absent while the key is locked: the log can then be read and received, not written. */
  readonly author: LogAuthor | null;
  /** Which key the epoch of an entry names; default: the author has one for ever. */
  readonly keyAt?: (book: CellBook) => KeyAt;
}
