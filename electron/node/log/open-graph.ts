import { EntryGraph, type GraphHooks } from '#shared/protocol/log/entry-graph.ts';
import { CellBook } from '#shared/protocol/state/cell-book.ts';
import type { Judgement, Opened } from './checkpoint/log-checkpoint.ts';
import { EntryShelf } from './entry-shelf.ts';
import { entryTexts } from './entry-texts.ts';
import type { IntegrityLogOptions } from './log-options.ts';
import { memberLogs } from './member-logs.ts';

/** The graph and the book of a log, empty or as far as a checkpoint goes; the bodies of entries come from the rows. */
export function openGraph(
  {
    cell,
    store,
    checkpoint,
    adopted,
  }: Pick<IntegrityLogOptions, 'cell' | 'store' | 'checkpoint' | 'adopted'>,
  hooks: GraphHooks,
): Opened {
  if (adopted) {
    const { graph, book } = adopted;
    return { graph, book, after: Number.MAX_SAFE_INTEGER, discarded: null };
  }
  const shelf = new EntryShelf(store, () => checkpoint?.distrust());
  const make = (): Judgement => {
    const graph = new EntryGraph(cell, hooks, shelf.entry);
    return { graph, book: new CellBook(graph, memberLogs, entryTexts) };
  };
  return checkpoint?.open(make) ?? { ...make(), after: 0, discarded: null };
}
