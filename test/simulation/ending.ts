/** When a run is over, and what must hold then. */

import { type Ballot, everything } from '#shared/protocol/closing/ballot.ts';
import { certificates } from '#shared/protocol/closing/certificate.ts';
import { isAfterEnd } from '#shared/protocol/closing/ended.ts';
import { isMember } from '#shared/protocol/closing/epoch.ts';
import { ballotState } from '#shared/protocol/closing/proposal-state.ts';
import { tally } from '#shared/protocol/closing/tally.ts';
import { voteFate } from '#shared/protocol/closing/vote-fate.ts';
import { EntryGraph, type GraphNode } from '#shared/protocol/log/entry-graph.ts';
import { settledEnds } from '#shared/protocol/log/settled.ts';
import { CellBook } from '#shared/protocol/state/cell-book.ts';
import { foldCell } from '#shared/protocol/state/cell-state.ts';
import { waitsForFirst } from '../../electron/node/cell/own-feed/unwritten-key.ts';
import { entryTexts } from '../../electron/node/log/entry-texts.ts';
import { isGenerationThatActs } from './acting.ts';
import { checkApproval } from './approval.ts';
import { epochNow } from './at-hand.ts';
import { Broken } from './broken.ts';
import { countEnd } from './count-end.ts';
import { checkBounds, checkHistory, checkRemovable } from './histories.ts';
import { checkKeys, checkTakesPart } from './key-check.ts';
import { documentElectorate, documentQuorum, Oracle } from './oracle.ts';
import { authorise, LOGS } from './people.ts';
import { Random } from './random.ts';
import type { SimNode } from './sim-node.ts';
import { ranksText } from './trust-check.ts';
import { checkTokens } from './trust-oracle.ts';
import type { World } from './world.ts';

/** True when all that can end has ended, and nobody is about to come back. */
export function hasEnded(world: World): boolean {
  const survivors = world.survivors();
  if (world.isAnyDown() || openBallots(world, survivors).length > 0) return false;
  return !survivors.some((node) => isAboutToGoOn(world, node));
}

/** True when all who are connected hold the same. */
export function holdTheSame(world: World): boolean {
  const survivors = world.survivors();
  const [first] = survivors;
  if (!first) return true;
  const tips = survivors.map(honestTips);
  return (
    tips.every((text) => text === tips[0]) && survivors.every((node) => stateText(node) === stateText(first))
  );
}

/** Ballots that have not ended although q members who may act on them are there. */
function openBallots(world: World, survivors: readonly SimNode[]): Ballot[] {
  const [first] = survivors;
  if (!first) return [];
  const known = new Map(
    survivors.flatMap(({ book }) =>
      book.ballots().map((ballot) => {
        const electorate = documentElectorate(book, ballot);
        return [ballot.open.hash, { ...ballot, electorate }] as const;
      }),
    ),
  );
  // What a forked author wrote, and nobody else cites, is in no state: such a ballot is none.
  const settled = survivors.map(({ graph }) => ({ graph, ends: graph.mergeTips(settledEnds(graph)) }));
  return [...known.values()].filter((ballot) => {
    if (!settled.some(({ graph, ends }) => isCovered(graph, ends, ballot.open.hash))) return false;
    const { q, f } = documentQuorum(ballot.electorate);
    const forgers = ballot.electorate.members.filter(({ scid, didLog }) =>
      world.witness.isEquivocator(scid, didLog.length),
    );
    if (forgers.length > f) return false;
    const able = new Set(survivors.filter((node) => mayAct(node, ballot)).map((node) => node.author));
    return able.size >= q && survivors.some((node) => !isEnded(node, ballot));
  });
}

/** Each holds entries of its own, of which this one may be none. */
function isCovered(graph: EntryGraph, ends: ReturnType<EntryGraph['mergeTips']>, hash: string): boolean {
  const node = graph.get(hash);
  return node !== undefined && graph.covers(ends, node);
}

/** Was restored, and all whom it asks what they hold of its feed are there; or will hear in time that there is nothing. */
function isAboutToGoOn(world: World, node: SimNode): boolean {
  // Without its key it waits for others, who open ballots about it.
  if (!node.isBarred || node.isLockedOut) return false;
  // A thief who has its key keeps it from signing for as long as it likes.
  const isStolen = world.thieves().some((one) => one.author === node.author && one.home.keys.has(node.key));
  if (isStolen) return false;
  if (!node.home.barred) return true;
  const { why } = node.home.barred;
  const gen = node.head?.entry.gen ?? 0;
  if (waitsForFirst(node.graph, epochNow(node), node.author, { gen, why })) return false;
  const others = epochNow(node).members.filter(({ scid }) => scid !== node.author);
  // Alone it waits for its operator.
  return (
    others.length > 0 &&
    others.every(({ scid }) => [...world.nodes.values()].some((one) => one.up && one.author === scid))
  );
}

function mayAct(node: SimNode, ballot: Ballot): boolean {
  if (node.isBarred || !isMember(ballot.electorate, node.author)) return false;
  if (isAfterEnd(node.graph, epochNow(node), ballot.open, everything)) return false;
  return isGenerationThatActs(node, ballot);
}

function isEnded(node: SimNode, ballot: Ballot): boolean {
  if (!node.book.ballot(ballot.open.hash)) return false;
  const ends = node.graph.mergeTips(settledEnds(node.graph));
  const state = ballotState(node.book, ballot.open.hash, (other) => node.graph.covers(ends, other));
  return state.state !== 'voting' && state.state !== 'closing';
}

function honestTips(node: SimNode): string {
  const authors = node.graph.authors().filter((author) => !node.graph.isForked(author));
  return authors
    .map((author) =>
      node.graph
        .heads(author)
        .map(({ hash }) => hash)
        .join(),
    )
    .join(';');
}

function stateText(node: SimNode): string {
  return JSON.stringify(foldCell(node.book));
}

export function checkEnd(world: World): void {
  const survivors = world.survivors();
  for (const node of survivors) world.witness.look(node, true);
  const [first] = survivors;
  if (!first) return;
  checkOrder(world, first);
  checkAgreement(world, survivors);
  for (const node of survivors) checkFates(world, node);
  checkKeys(world, survivors);
  if (world.readsDocument) {
    checkDocument(world, first);
    checkTokens(first);
  }
  countEnd(world, first);
  for (const node of survivors) checkTakesPart(world, node);
}

function checkAgreement(world: World, survivors: readonly SimNode[]): void {
  const open = openBallots(world, survivors);
  if (open.length > 0) {
    const keys = open.map((ballot) => survivors[0]?.graph.get(ballot.body.proposal)?.entry.body.title);
    throw new Broken('wedge', `${keys.join(', ')} did not end`);
  }
  const states = new Set(survivors.filter((node) => !node.isBarred).map(stateText));
  if (states.size > 1) throw new Broken('agree', `${states.size} states among ${survivors.length} members`);
  const ranks = new Set(survivors.filter((node) => !node.isBarred).map(ranksText));
  if (ranks.size > 1) throw new Broken('trust', `${ranks.size} ranks among ${survivors.length} members`);
  for (const node of survivors) {
    checkMembership(node);
    checkApproval(node);
    checkHistory(node, world.witness);
    checkBounds(node, world.scenario);
    checkRemovable(node, world.scenario);
    checkAttempts(world, node);
  }
}

/** Another attempt follows only what expired or what another proposal of the epoch superseded. */
function checkAttempts(world: World, node: SimNode): void {
  for (const draft of node.book.drafts()) {
    const ballots = node.book.ballotsOf(draft.hash);
    if (ballots.some((ballot) => world.witness.mayFork(documentElectorate(node.book, ballot)))) continue;
    const decided = ballots.filter(({ open }) =>
      ['passed', 'failed', 'withdrawn'].includes(ballotState(node.book, open.hash).state),
    );
    if (decided.length > 1)
      throw new Broken('once', `${draft.entry.body.title} was decided ${decided.length} times`);
  }
}

/** An epoch ends by one change: of two that were opened in it, at most one passes. */
function checkMembership(node: SimNode): void {
  const { members } = epochNow(node);
  const names = new Set(members.map(({ alias }) => alias));
  if (names.size < members.length)
    throw new Broken('names', `${members.map(({ alias }) => alias).join(', ')}`);
  if (members.length > 7) throw new Broken('seven', `${members.length} members`);
  const passed = new Set<number>();
  for (const { open, body } of node.book.ballots()) {
    if (!body.change || ballotState(node.book, open.hash).state !== 'passed') continue;
    if (passed.has(body.epoch)) throw new Broken('seven', `two changes passed in epoch ${body.epoch}`);
    passed.add(body.epoch);
  }
}

/** Any order of arrival, with doubles, gives the same state. */
function checkOrder(world: World, node: SimNode): void {
  const random = new Random(world.scenario.seed, 'order');
  const entries = [...node.graph.nodes()].map(({ hash, entry }) => ({ hash, entry }));
  const graph = new EntryGraph(world.cell, {
    authorise: (added, parents) => mayWrite(added, parents),
    applied: (applied) => book.apply(applied),
  });
  const book: CellBook = new CellBook(graph, LOGS, entryTexts);
  const mayWrite = authorise(book);
  for (const entry of random.shuffled([...entries, ...random.some(entries, 20)])) graph.add(entry);
  if (JSON.stringify(foldCell(book)) !== stateText(node))
    throw new Broken('hash', 'another order gave another state');
  if (ranksText({ graph, book }) !== ranksText(node))
    throw new Broken('trust', 'another order gave other ranks');
}

function isAfter({ entry: a, version: v }: GraphNode, { entry: b, version: w }: GraphNode): boolean {
  if (v !== w) return v > w;
  return a.gen > b.gen || (a.gen === b.gen && a.seq > b.seq);
}

function checkFates(world: World, node: SimNode): void {
  const ends = node.graph.mergeTips(settledEnds(node.graph));
  const settled = (other: Parameters<typeof node.isAhead>[0]): boolean => node.graph.covers(ends, other);
  for (const { open, slot } of node.book.ballots()) {
    const isDecided = certificates(node.book, settled, slot).length > 0;
    let counted = 0;
    for (const vote of node.book.votes(open.hash)) {
      if (vote.entry.author !== node.author) continue;
      const fate = voteFate(node.book, vote, settled);
      const { kind } = fate;
      const { electorate } = node.book.ballot(open.hash) ?? {};
      const seat = electorate?.members.find(({ scid }) => scid === node.author);
      const isStolen = seat !== undefined && world.witness.isStolen(node.author, seat.didLog.length);
      if (isStolen && kind === 'void') world.counts['votes void by a thief'] += 1;
      if (isDecided && !isStolen && (kind === 'open' || kind === 'void')) {
        throw new Broken('fate', `a vote of ${node.id} is ${kind} although its ballot was decided`);
      }
      if (kind === 'counted') counted += 1;
      const later = fate.kind === 'superseded' ? node.graph.get(fate.by) : null;
      if (later && !isAfter(later, vote)) {
        throw new Broken('fate', `an earlier vote of ${node.id} counts in place of a later one`);
      }
      if (kind !== 'forked' && kind !== 'void') world.counts[`votes ${kind}`] += 1;
    }
    if (counted > 1) throw new Broken('fate', `${counted} votes of ${node.id} count in one ballot`);
  }
}

/** Verdicts and outcomes against the literal reading. */
function checkDocument(world: World, node: SimNode): void {
  const oracle = new Oracle(node.book);
  world.counts['refused verdicts'] += oracle.checkVerdicts();
  for (const slot of node.book.slots()) {
    for (const { closure } of certificates(node.book, everything, slot)) {
      const ballot = node.book.ballot(closure.ballot) as Ballot;
      const said = tally(node.book, closure);
      const read = oracle.tally(ballot, closure.closes);
      const counted = said.votes.flatMap(({ member, vote }) =>
        vote.kind === 'counted' ? [`${member}:${vote.vote}`] : [],
      );
      const expected = [...read.counted].map(([member, vote]) => `${member}:${vote}`);
      if (said.outcome !== read.outcome || counted.sort().join() !== expected.sort().join()) {
        throw new Broken('tallies', `${said.outcome}, where the document gives ${read.outcome}`);
      }
    }
  }
}
