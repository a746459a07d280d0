/**
 * DESIGN §7 on tokens once more, read literally: 100 for each member, 10 for a proposal that was put to the vote,
 * 5 for a vote that was cast before its result was known, each once; a transfer is what its author could spend.
 */
import { causalPast, type Past } from '#shared/protocol/closing/ballot.ts';
import { certificates } from '#shared/protocol/closing/certificate.ts';
import { isAfterEnd } from '#shared/protocol/closing/ended.ts';
import type { Epoch } from '#shared/protocol/closing/epoch.ts';
import type { GraphNode } from '#shared/protocol/log/entry-graph.ts';
import { settledEnds } from '#shared/protocol/log/settled.ts';
import type { CellBook } from '#shared/protocol/state/cell-book.ts';
import { balances } from '#shared/protocol/trust/balances.ts';
import { Broken } from './broken.ts';
import type { SimNode } from './sim-node.ts';

/** Compares balances, and the verdict on each transfer, with the literal reading. */
export function checkTokens({ book, graph }: SimNode): void {
  for (const node of graph.nodes()) {
    if (node.entry.kind !== 'transfer') continue;
    const before = (other: GraphNode): boolean => other !== node && graph.inPast(other, node);
    const had = read(book, node.entry.author, before, book.epochOf(node));
    const isCovered = Number(node.entry.body.amount) <= had;
    const verdict = book.verdict(node);
    if (verdict.valid !== isCovered && (verdict.valid || verdict.code === 'funds'))
      throw new Broken('tokens', `a transfer of ${node.entry.body.amount} out of ${had} is ${verdict.valid}`);
  }
  const ends = settledEnds(graph);
  if (ends.length === 0) return;
  const tips = graph.mergeTips(ends);
  const epoch = book.epochAt(ends);
  const settled = (other: GraphNode): boolean => graph.covers(tips, other);
  for (const [member, balance] of Object.entries(balances(book, settled, epoch))) {
    const expected = read(book, member, settled, epoch);
    if (balance !== expected)
      throw new Broken(
        'tokens',
        `${member.slice(0, 8)} has ${balance}, where the document gives ${expected}`,
      );
  }
}

function read(book: CellBook, member: string, within: Past, epoch: Epoch): number {
  const { graph } = book;
  const counted = [...graph.nodes()].filter((node) => within(node) && book.verdict(node).valid);
  const own = counted.filter(({ entry }) => entry.author === member);
  const isEnded = (node: GraphNode): boolean => isAfterEnd(graph, epoch, node, within);
  const opened = own.filter((node) => node.entry.kind === 'open' && !isEnded(node)).map(({ hash }) => hash);
  const voted = own
    .filter((node) => node.entry.kind === 'vote')
    .filter((node) => {
      const ballot = book.ballot(String(node.entry.body.ballot));
      if (!ballot || (isEnded(node) && isEnded(ballot.open))) return false;
      return certificates(book, causalPast(graph, node), ballot.slot).length === 0;
    })
    .map(({ entry }) => String(entry.body.ballot));
  let balance = 100 + 10 * proposals(book, opened) + 5 * proposals(book, voted);
  for (const node of counted) {
    if (node.entry.kind !== 'transfer' || isEnded(node)) continue;
    if (node.entry.author === member) balance -= Number(node.entry.body.amount);
    if (node.entry.body.to === member) balance += Number(node.entry.body.amount);
  }
  return balance;
}

/** How many proposals these ballots are about; those on members and rules are not rewarded. */
function proposals(book: CellBook, hashes: readonly string[]): number {
  const bodies = hashes.map((hash) => book.ballot(hash)?.body);
  return new Set(bodies.flatMap((body) => (body && !body.change ? [body.proposal] : []))).size;
}
