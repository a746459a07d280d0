import type { Past } from '../closing/ballot.ts';
import type { Bridge } from '../closing/bridge-change.ts';
import { isAfterEnd } from '../closing/ended.ts';
import type { Epoch } from '../closing/epoch.ts';
import type { EntryGraph } from '../log/entry-graph.ts';
import type { BridgeBook, FiledImport } from './bridge-book.ts';

/**
 * Of the imports over a bridge within a set of entries the one that counts, whole, or null: of the latest day, of two
 * the lower hash of what was said. A replayed one changes nothing.
 */
export function countedImport(
  book: { readonly graph: EntryGraph; readonly bridges: BridgeBook },
  { ballot }: Pick<Bridge, 'ballot'>,
  within: Past,
  epoch: Epoch,
): FiledImport | null {
  let counted: FiledImport | null = null;
  for (const one of book.bridges.imports(ballot)) {
    if (!within(one.node) || isAfterEnd(book.graph, epoch, one.node, within)) continue;
    if (!counted || one.day > counted.day || (one.day === counted.day && one.statement < counted.statement))
      counted = one;
  }
  return counted;
}
