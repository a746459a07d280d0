/** What had happened by the end of a run, as one of those who were there holds it. */

import { type Ballot, everything } from '#shared/protocol/closing/ballot.ts';
import { certificates } from '#shared/protocol/closing/certificate.ts';
import { isAfterEnd } from '#shared/protocol/closing/ended.ts';
import { ballotState } from '#shared/protocol/closing/proposal-state.ts';
import { tally } from '#shared/protocol/closing/tally.ts';
import type { EntryGraph } from '#shared/protocol/log/entry-graph.ts';
import { foldCell } from '#shared/protocol/state/cell-state.ts';
import { epochNow } from './at-hand.ts';
import { equivocators } from './scenario.ts';
import type { SimNode } from './sim-node.ts';
import type { World } from './world.ts';

export function countEnd(world: World, node: SimNode): void {
  countBallots(world, node);
  countCertificates(world, node);
  countRivals(world, node);
  countOutsiders(world, node);
  countTrust(world, node);
  const { counts, scenario } = world;
  const forgers = equivocators(scenario).size;
  const most = Math.floor((scenario.size - 1) / 3);
  if (scenario.others.length > 0) counts['runs of several templates'] += 1;
  const isWithinF = forgers <= Math.min(scenario.f ?? most, most);
  counts[isWithinF ? 'runs with at most f equivocators' : 'runs with more'] += 1;
  counts.equivocators += forgers;
  counts.equivocations += node.graph
    .forkedAuthors()
    .reduce((sum, author) => sum + node.graph.forkedPlaces(author).length, 0);
}

function countBallots({ counts }: World, node: SimNode): void {
  const { book } = node;
  for (const { open, body } of book.ballots()) {
    const { state } = ballotState(book, open.hash);
    if (isGenesis(node, open.hash)) continue;
    if (body.attempt > 1) counts['later attempts'] += 1;
    if (state === 'voting' || state === 'closing') counts['left open'] += 1;
    else counts[state] += 1;
    if (state !== 'passed' || !body.change) continue;
    if (body.change.type === 'admit') counts.admitted += 1;
    if (body.change.type === 'remove') counts.removed += 1;
  }
}

/** What stood in the way of removals, and the ballots by which a cell comes to know of a restore. */
function countRivals({ counts }: World, { book, graph }: SimNode): void {
  for (const slot of book.slots()) {
    const ballots = book.ballotsIn(slot);
    const isCrowd = (ballot: Ballot): boolean => titleOf(graph, ballot).startsWith('crowd ');
    if (ballots.some(({ body }) => body.change?.type === 'remove') && ballots.some(isCrowd))
      counts['crowded removals'] += 1;
    counts['restores told'] += ballots.filter((one) => titleOf(graph, one).startsWith('Note the ')).length;
  }
}

function titleOf(graph: EntryGraph, { body }: Ballot): string {
  return String(graph.get(body.proposal)?.entry.body.title);
}

function countCertificates({ counts }: World, node: SimNode): void {
  const { book } = node;
  for (const slot of book.slots()) {
    const ballots = book.ballotsIn(slot);
    const proposals = new Set(ballots.map(({ body }) => `${body.proposal}/${body.attempt}`));
    if (proposals.size < ballots.length) counts['slots with two opens by one'] += 1;
    const rivals = ballots.filter(({ body }) => body.change?.type === 'admit');
    if (rivals[0]?.electorate.members.length === 6 && rivals.length > 1)
      counts['rival admissions at six'] += 1;
    const aliases = new Set(rivals.map(({ body }) => (body.change as { alias: string }).alias));
    if (aliases.size < rivals.length) counts['rival names'] += 1;
    const [certificate] = certificates(book, everything, slot);
    if (!certificate || isGenesis(node, certificate.closure.ballot)) continue;
    counts.certified += 1;
    if (certificate.round > 0) counts['later rounds'] += 1;
    const { votes } = tally(book, certificate.closure);
    counts['votes void'] += votes.filter(({ vote }) => vote.kind === 'void').length;
  }
}

/** What is written by those who are no members, no longer, or not any more under this generation. */
function countOutsiders({ counts }: World, node: SimNode): void {
  const { graph, book } = node;
  const epoch = epochNow(node);
  for (const author of graph.authors()) {
    const ends = graph.heads(author).length;
    if (ends > 2) counts['branch ends'] += ends;
  }
  for (const written of graph.nodes()) {
    const { author, gen, kind } = written.entry;
    const verdict = book.verdict(written);
    if (kind === 'open' && !verdict.valid && verdict.code === 'attempt')
      counts['decided proposals opened again'] += 1;
    if (epoch.ended.has(author) && isAfterEnd(graph, epoch, written, everything))
      counts['entries of the removed'] += 1;
    else if (written.entry.kind === 'open' && isAfterEnd(graph, epoch, written, everything))
      counts['opens past a restored end'] += 1;
    const later = graph.heads(author).filter((head) => head.entry.gen > gen);
    if (later.length > 0 && !later.some((head) => graph.onBranch(written, head)))
      counts['entries of lost homes'] += 1;
  }
}

function countTrust({ counts }: World, { book, graph }: SimNode): void {
  counts.endorsements += book.trust.endorsements().length;
  for (const node of graph.nodes()) {
    if (node.entry.kind !== 'transfer') continue;
    counts[book.verdict(node).valid ? 'transfers' : 'transfers refused'] += 1;
  }
  const held = Object.values(foldCell(book)?.balances ?? {});
  counts.debtors += held.filter((balance) => balance < 0).length;
}

/** By which the members of the run were admitted before it began. */
function isGenesis({ book, graph }: SimNode, hash: string): boolean {
  const proposal = book.ballot(hash)?.body.proposal;
  return proposal !== undefined && String(graph.get(proposal)?.entry.body.title).startsWith('admit ');
}
