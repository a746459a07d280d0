/** What must hold of tokens and reputation. */

import type { Past } from '#shared/protocol/closing/ballot.ts';
import { isAfterEnd } from '#shared/protocol/closing/ended.ts';
import { DAY_MS } from '#shared/protocol/limits.ts';
import type { EntryGraph } from '#shared/protocol/log/entry-graph.ts';
import { settledEnds } from '#shared/protocol/log/settled.ts';
import type { CellBook } from '#shared/protocol/state/cell-book.ts';
import { balances } from '#shared/protocol/trust/balances.ts';
import { datedEndorsements } from '#shared/protocol/trust/dated-endorsements.ts';
import { dayOf } from '#shared/protocol/trust/endorsement-day.ts';
import { rank } from '#shared/protocol/trust/rank.ts';
import { Broken } from './broken.ts';
import type { SimNode } from './sim-node.ts';
import { EPOCH_MS } from './surroundings.ts';

/** Days on which ranks are compared: that of the run, and one on which endorsements have faded. */
const DAYS = [dayOf(EPOCH_MS), dayOf(EPOCH_MS + 40 * DAY_MS)];

interface Copy {
  readonly graph: EntryGraph;
  readonly book: CellBook;
}

/** Reputation as a text to compare: ranks are no part of the state. */
export function ranksText({ graph, book }: Copy): string {
  const ends = settledEnds(graph);
  if (ends.length === 0) return '';
  const tips = graph.mergeTips(ends);
  const epoch = book.epochAt(ends);
  const endorsements = datedEndorsements(book, (node) => graph.covers(tips, node), epoch);
  const members = epoch.members.map(({ scid }) => scid);
  return JSON.stringify(DAYS.map((day) => rank(endorsements, members, day)));
}

/**
 * Nobody is in debt but who spent on two branches. What a removed member sent after its end is taken back from
 * whoever had it: so much may be missing.
 */
export function checkDebts({ id, graph, book }: SimNode, settled: Past): void {
  const ends = settledEnds(graph);
  if (ends.length === 0) return;
  const epoch = book.epochAt(ends);
  for (const [member, balance] of Object.entries(balances(book, settled, epoch))) {
    if (balance >= 0 || graph.heads(member).length > 1) continue;
    const takenBack = book.trust
      .changesOf(member)
      .filter(
        ({ kind, node }) => kind === 'received' && settled(node) && isAfterEnd(graph, epoch, node, settled),
      )
      .reduce((sum, { delta }) => sum + delta, 0);
    if (balance + takenBack < 0)
      throw new Broken('debt', `${id} shows ${balance} tokens for ${member.slice(0, 8)}`);
  }
}
