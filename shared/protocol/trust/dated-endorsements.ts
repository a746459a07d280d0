import type { Past } from '../closing/ballot.ts';
import type { Epoch } from '../closing/epoch.ts';
import { EndorsementDays } from './endorsement-day.ts';
import { type CountedEndorsement, countedEndorsements } from './endorsements.ts';
import type { DatedEndorsement } from './rank.ts';
import type { TrustedLog } from './trust-book.ts';

type Dated = CountedEndorsement & Pick<DatedEndorsement, 'day'>;

/** Endorsements between present members, each with the day from which it fades. */
export function datedEndorsements(book: TrustedLog, within: Past, epoch: Epoch): DatedEndorsement[] {
  const members = new Set(epoch.members.map(({ scid }) => scid));
  return datedAcross(book, within, epoch).filter(({ target, cell }) => !cell && members.has(target));
}

/** Those by present members, of whomever, also in cells to which there is a bridge. */
export function datedAcross(book: TrustedLog, within: Past, epoch: Epoch): Dated[] {
  const { graph } = book;
  const members = new Set(epoch.members.map(({ scid }) => scid));
  const days = new EndorsementDays(graph, within, epoch);
  const counted = countedEndorsements(book, within, epoch)
    .filter(({ source }) => members.has(source))
    .map((endorsement) => ({ endorsement, node: graph.get(endorsement.receipt) }));
  // In the order in which they were written.
  const rowOf = ({ node }: (typeof counted)[number]): number => (node ? graph.rowOf(node) : -1);
  const dated = new Map<string, number>();
  for (const { endorsement, node } of counted.toSorted((one, other) => rowOf(one) - rowOf(other)))
    dated.set(endorsement.receipt, node ? days.dayOf(node) : 0);
  return counted.map(({ endorsement }) => ({ ...endorsement, day: dated.get(endorsement.receipt) ?? 0 }));
}
