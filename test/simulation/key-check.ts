/** What must hold of keys at the end of a run: words win, and nobody honest is kept out. */
import { everything } from '#shared/protocol/closing/ballot.ts';
import { certificates } from '#shared/protocol/closing/certificate.ts';
import { baseOf, type Epoch, isMember, type Member, quorumSizes } from '#shared/protocol/closing/epoch.ts';
import { ownNodes } from '#shared/protocol/closing/own.ts';
import { ballotState } from '#shared/protocol/closing/proposal-state.ts';
import { settledEnds } from '#shared/protocol/log/settled.ts';
import type { DidLogEntry } from '../../electron/node/identity/did-webvh/index.ts';
import { ballotsOf, epochNow } from './at-hand.ts';
import { Broken } from './broken.ts';
import { presentKey } from './key-wishes.ts';
import { propose } from './openings.ts';
import { equivocators, isThief, liars, nameOf, type Scenario } from './scenario.ts';
import type { SimNode } from './sim-node.ts';
import type { World } from './world.ts';

export function checkKeys(world: World, survivors: readonly SimNode[]): void {
  const [first] = survivors;
  if (!first) return;
  countKeys(world, first);
  const epoch = epochNow(first);
  for (const node of survivors) checkCounts(world, first, node);
  for (const node of survivors) {
    const member = epoch.members.find(({ scid }) => scid === node.author);
    if (!member || !isNewestMachine(world, node)) continue;
    if (isEntitled(world, survivors, node, epoch)) checkRecovered(world, node, presentKey(member));
    else if (isBarredForGood(world, survivors, node, epoch)) {
      // A thief who has the key that it has keeps it from signing, but not for good: its operator goes on.
      if (isKeyStolen(world, node, member)) node.overrides();
      if (node.isBarred)
        throw new Broken('locked', `${node.id} was not restored, all others are there, and it signs nothing`);
    } else if (node.isLockedOut) {
      world.counts['homes without their key'] += 1;
      if (!mayLackItsKey(world.scenario, node))
        throw new Broken('locked', `${node.id} does not hold the key that its cell has for it`);
    }
  }
}

/** What it has written last counts, whatever was done under its former keys. */
function checkCounts(world: World, { graph }: SimNode, node: SimNode): void {
  const { head, author } = node;
  if (
    !head ||
    head.version < 2 ||
    node.isBarred ||
    !node.isGuarded ||
    world.witness.isEquivocator(author, head.version)
  )
    return;
  const counts = graph.mergeTips(settledEnds(graph));
  const written = graph.get(head.hash);
  if (!written || !graph.covers(counts, written))
    throw new Broken('locked', `what ${node.id} writes does not count`);
}

const AT_THE_END = 'tried at the end';

/** In what it drafts now it takes part itself: nothing that is done under its former keys keeps it from that. */
export function checkTakesPart(world: World, node: SimNode): void {
  const { head, author, book } = node;
  if (!head || head.version < 2 || node.isBarred || !node.isGuarded) return;
  const epoch = epochNow(node);
  // What certified it may be cited by nobody yet.
  const isNext = book.epochAt([...node.ahead().values()].flat()).number === epoch.number;
  if (!isNext || !isMember(epoch, author) || world.witness.isEquivocator(author, head.version)) return;
  world.poke(node, () => {
    propose(node, {
      do: 'propose',
      atMs: world.nowMs,
      who: node.id,
      key: AT_THE_END,
      change: null,
      deadlineMs: 500,
      quorum: null,
      threshold: [1, 2],
    });
    const [ballot] = ballotsOf(node, AT_THE_END).filter(({ proposer }) => proposer === author);
    if (!ballot) throw new Broken('locked', `${node.id} opens nothing`);
    const { hash } = ballot.open;
    node.write('vote', { ballot: hash, choice: 'APPROVE' });
    const hasClosed = ownNodes(book, node.head, book.closes(hash)).length > 0;
    if (!hasClosed && node.isRefused('close', { ballot: hash }))
      throw new Broken('locked', `${node.id} takes no part in what it drafts`);
  });
}

/** It is no older copy of anything, and whoever could tell it so is there. */
function isBarredForGood(
  { scenario }: World,
  survivors: readonly SimNode[],
  node: SimNode,
  { members }: Epoch,
): boolean {
  if (!node.isGuarded || !node.isBarred || node.isLockedOut) return false;
  const isAlone = members.some(({ scid }) => !survivors.some(({ author }) => author === scid));
  return !isRestored(scenario, node) && !isAlone;
}

function isKeyStolen(world: World, { author }: SimNode, member: Member): boolean {
  return world.thieves().some((one) => one.author === author && one.home.keys.has(presentKey(member)));
}

function isRestored({ events }: Scenario, { id }: SimNode): boolean {
  return events.some((event) => event.do === 'restore' && event.who === id);
}

/** The others have let it back, by words that nobody else knows: its key is the newest, and it goes on with it. */
function checkRecovered(world: World, node: SimNode, key: string): void {
  const others = world.thieves().filter(({ author }) => author === node.author);
  if (!node.home.keys.has(key) || others.some(({ home }) => home.keys.has(key)))
    throw new Broken('words', `${node.id} came with its words, and its key is another one`);
  if (node.isLockedOut || isYetToBegin(node))
    throw new Broken('locked', `${node.id} has the key of its cell, and does not go on`);
}

/** In place of a lost one, with nothing written. */
function isYetToBegin(node: SimNode): boolean {
  const base = baseOf(epochNow(node), node.author);
  return base > 0 && (node.head?.entry.gen ?? 0) < base;
}

/** By words, through somebody who is there, while all others vouch for it, and are enough. */
function isEntitled(
  { scenario }: World,
  survivors: readonly SimNode[],
  node: SimNode,
  epoch: Epoch,
): boolean {
  const { events } = scenario;
  const others = survivors.filter(
    (other) =>
      other.author !== node.author &&
      isMember(epoch, other.author) &&
      !other.isBarred &&
      // Whoever goes on from a backup takes no part in this until the cell knows of it.
      (other.head?.entry.gen ?? 0) <= baseOf(epoch, other.author),
  );
  const isLeaked = events.some((event) => event.do === 'leak' && event.who === nameOf(node.id));
  const vouching = others.filter((other) =>
    events.some((event) => event.do === 'vouch' && event.who === other.id && event.whom === node.id),
  );
  const sponsors = others.filter((other) =>
    events.some(
      (event) =>
        event.do === 'let-back' && event.by === 'words' && event.who === other.id && event.whom === node.id,
    ),
  );
  // Two machines of one operator would take it from each other.
  const isOneOnly = events.every(
    (event) =>
      event.do !== 'let-back' ||
      nameOf(event.whom) !== nameOf(node.id) ||
      event.whom === node.id ||
      isThief(event.whom),
  );
  const able = new Set([...vouching, ...sponsors].map(({ author }) => author));
  const { q, n } = quorumSizes(epoch);
  return (
    !isLeaked &&
    !isRestored(scenario, node) &&
    isOneOnly &&
    sponsors.length > 0 &&
    able.size >= q &&
    able.size > n / 2 &&
    equivocators(scenario).size + liars(scenario).size === 0 &&
    !hasForked(survivors)
  );
}

/** A slot of members has two certificates: only a fork of the cell helps. */
function hasForked(survivors: readonly SimNode[]): boolean {
  return survivors.some(({ book }) =>
    book
      .slots()
      .some((slot) => slot.startsWith('members/') && certificates(book, everything, slot).length > 1),
  );
}

/** Of the machines of a member the last that it got. */
function isNewestMachine(world: World, { id }: SimNode): boolean {
  return !id.includes('**') && (id.endsWith('+') || world.machine(`${id}+`) === undefined);
}

/** Somebody else has its keys or words, or it forgot what it had, or has yet to be let in. */
function mayLackItsKey({ events }: Scenario, { id }: SimNode): boolean {
  return events.some(
    (event) =>
      'who' in event &&
      nameOf(event.who) === nameOf(id) &&
      (['steal', 'leak', 'restore', 'machine'].includes(event.do) || isThief(event.who)),
  );
}

function countKeys(world: World, node: SimNode): void {
  const { counts } = world;
  for (const { open, body } of node.book.ballots()) {
    const { change } = body;
    if (change?.type !== 'rekey') continue;
    const { state } = ballotState(node.book, open.hash);
    if (state === 'superseded') counts['changes of keys superseded'] += 1;
    if (state !== 'passed') continue;
    counts[change.versions.length > 1 ? 'keys changed by words' : 'keys changed by device'] += 1;
    const last = change.versions.at(-1) as unknown as DidLogEntry;
    const key = last.parameters.updateKeys?.[0] ?? '';
    const isStolen = world.thieves().some(({ id, home }) => isThief(id) && home.keys.has(key));
    if (isStolen) counts['keys of thieves certified'] += 1;
  }
  for (const { entry } of node.graph.nodes())
    if (entry.kind === 'restored' && entry.seq === 0 && isBase(node, entry.author, entry.gen))
      counts['machines that took their place'] += 1;
}

function isBase(node: SimNode, scid: string, gen: number): boolean {
  const base = epochNow(node).logs.get(scid)?.base ?? 0;
  return base > 0 && base === gen;
}
