import { pastOf } from '../closing/ballot.ts';
import { type Epoch, isMember } from '../closing/epoch.ts';
import type { GraphNode } from '../log/entry-graph.ts';
import { EndorsementDays } from '../trust/endorsement-day.ts';
import { countedEndorsements } from '../trust/endorsements.ts';
import { FADE_ONE, fadedStrength } from '../trust/fade.ts';
import type { TrustedLog } from '../trust/trust-book.ts';
import { compareRows, ROW_MAX, type Row } from './bodies.ts';
import { bridgeTo } from './bridge-book.ts';

/** So much is told of a pair at most, in the unit of `fadedStrength`: sums stop growing here, and stay exact. */
const SUM_MAX = ROW_MAX * FADE_ONE;

/**
 * What a cell tells another one of its trust on a day: all that counts in the pasts of some entries together, of which
 * `epoch` is the epoch, faded to that day and not capped.
 */
export function trustRows(
  book: TrustedLog,
  ends: readonly GraphNode[],
  epoch: Epoch,
  told: { readonly to: string; readonly day: number },
): Row[] {
  const { graph } = book;
  const within = pastOf(graph, ends);
  const named = new Set(bridgeTo(epoch, told.to)?.members.map(({ scid }) => scid));
  const counted = countedEndorsements(book, within, epoch).filter(({ source, target, cell }) => {
    if (!isMember(epoch, source) || source === target) return false;
    return cell === undefined ? isMember(epoch, target) : cell === told.to && named.has(target);
  });
  if (counted.length === 0) return [];
  const days = new EndorsementDays(graph, within, epoch, graph.mergeTips(ends));
  const sums = new Map<string, { readonly row: Row; sum: number }>();
  for (const { source, target, cell, strength, receipt } of counted) {
    const node = graph.get(receipt);
    if (!node) continue;
    const where = cell === undefined ? 0 : 1;
    const key = `${source}/${target}/${where}`;
    const pair = sums.get(key) ?? { row: [source, target, where, 1], sum: 0 };
    pair.sum = Math.min(SUM_MAX, pair.sum + fadedStrength(strength, told.day - days.dayOf(node)));
    sums.set(key, pair);
  }
  return [...sums.values()]
    .map(({ row: [source, target, where], sum }): [Row, number] => {
      const thousandths = Math.floor(sum / FADE_ONE + 1 / 2);
      return [[source, target, where, thousandths], thousandths];
    })
    .filter(([, thousandths]) => thousandths > 0)
    .map(([row]) => row)
    .sort(compareRows);
}
