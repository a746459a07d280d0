/** Entries forged beside a feed: well-formed and correctly linked, which is all that a log can insist on. */
import type { Ballot } from '#shared/protocol/closing/ballot.ts';
import { signBackings } from '#shared/protocol/closing/certificate.ts';
import { quorumSizes } from '#shared/protocol/closing/epoch.ts';
import { knownCloses } from '#shared/protocol/closing/known.ts';
import { type HashedEntry, ZERO_HASH } from '#shared/protocol/log/entry.ts';
import type { GraphNode } from '#shared/protocol/log/entry-graph.ts';
import { hashed } from '../support/cell/feed-writer.ts';
import { epochNow } from './at-hand.ts';
import type { Random } from './random.ts';
import type { Mischief } from './scenario.ts';
import type { SimNode } from './sim-node.ts';

interface Place {
  readonly prev: GraphNode | null;
  readonly seen: readonly GraphNode[];
  readonly tips: ReadonlyMap<string, readonly GraphNode[]>;
}

/** The forged entries, in the order of their causes; none when there is nothing to forge with yet. */
export function forge(node: SimNode, what: Mischief, random: Random, cell: string): HashedEntry[] {
  const place = placeFor(node, what, random);
  if (!place) return [];
  if (what === 'branches') return forgeBranches(node, place, random, cell);
  if (what === 'restored') return forgeGeneration(node, place, random, cell);
  const body = bodyFor(node, what, place, random);
  if (!body) return [];
  const first = entryAt(node, cell, place, kindOf(what), body);
  if (what !== 'spread') return [first];
  const { entry } = first;
  return [first, hashed({ ...entry, seq: entry.seq + 1, prev: first.hash, seen: {} })];
}

function kindOf(what: Mischief): string {
  return what === 'spread' || what === 'branches' ? 'note' : what;
}

/** As many ends of one feed as there can be, each with something new on it. */
function forgeBranches(node: SimNode, place: Place, random: Random, cell: string): HashedEntry[] {
  return Array.from({ length: random.between(3, 12) }, () =>
    entryAt(node, cell, place, 'note', { note: random.int(1_000_000) }),
  );
}

/** A new generation although nothing was lost, and something decisive in it. */
function forgeGeneration(node: SimNode, place: Place, random: Random, cell: string): HashedEntry[] {
  if (!place.prev) return [];
  const first = entryAt(node, cell, place, 'restored', { end: place.prev.hash });
  const body = bodyFor(node, 'vote', place, random);
  if (!body) return [first];
  const { entry } = first;
  return [
    first,
    hashed({
      ...entry,
      seq: 1,
      prev: first.hash,
      seen: {},
      kind: 'vote',
      body: body as Record<string, unknown>,
    }),
  ];
}

function entryAt(node: SimNode, cell: string, place: Place, kind: string, body: object): HashedEntry {
  const { prev, seen } = place;
  const restored = kind === 'restored';
  return hashed({
    v: 1,
    cell,
    author: node.author,
    gen: (prev?.entry.gen ?? 0) + (restored ? 1 : 0),
    seq: restored || !prev ? 0 : prev.entry.seq + 1,
    prev: prev?.hash ?? ZERO_HASH,
    seen: Object.fromEntries(seen.map((tip) => [tip.entry.author, tip.hash])),
    at: node.wallMs(),
    kind,
    body: body as Record<string, unknown>,
    key: node.keyFor(prev ? [prev, ...seen] : seen, prev),
  });
}

/** Where the forged entry hangs: after one of the last own entries, having heard of some of the others. */
function placeFor(node: SimNode, what: Mischief, random: Random): Place | null {
  const own = [...node.graph.nodes()].filter(({ entry }) => entry.author === node.author).slice(-6);
  let prev: GraphNode | null = own.length > 0 ? random.pick(own) : null;
  if (what === 'open') {
    const open = own.filter(({ entry }) => entry.kind === 'open').at(-1);
    if (!open) return null;
    prev = open.prev;
  }
  const before = prev?.tips ?? new Map<string, readonly GraphNode[]>();
  const seen: GraphNode[] = [];
  for (const author of node.graph.authors()) {
    if (author === node.author || !random.chance(0.8)) continue;
    const tip = back(random.pick(node.graph.heads(author)), random.chance(0.7) ? 0 : random.int(4));
    if (!node.graph.covers(before, tip)) seen.push(tip);
  }
  if (!prev && seen.length === 0) return null;
  return { prev, seen, tips: node.graph.mergeTips(prev ? [prev, ...seen] : seen) };
}

function back(node: GraphNode, steps: number): GraphNode {
  return steps > 0 && node.prev ? back(node.prev, steps - 1) : node;
}

function bodyFor(node: SimNode, what: Mischief, place: Place, random: Random): object | null {
  const { book, graph } = node;
  const past = (other: GraphNode): boolean => graph.covers(place.tips, other);
  if (what === 'transfer') {
    const others = epochNow(node).members.map(({ scid }) => scid);
    const to = random.pick(others.filter((member) => member !== node.author).concat(others.slice(0, 1)));
    return { to, amount: random.pick([60, 90, 100]) };
  }
  if (what === 'spread' || what === 'restored' || what === 'branches') return { note: random.int(1_000_000) };
  if (what === 'open') {
    const open = [...graph.nodes()]
      .filter(({ entry }) => entry.author === node.author && entry.kind === 'open')
      .at(-1);
    return open ? { ...open.entry.body, text: `another text ${random.int(1000)}` } : null;
  }
  const ballots = book.ballots().filter(({ open }) => past(open));
  if (ballots.length === 0) return null;
  const ballot = random.pick(ballots.slice(-3));
  const { hash } = ballot.open;
  if (what === 'vote') return { ballot: hash, choice: random.pick(['APPROVE', 'REJECT', 'ABSTAIN']) };
  if (what === 'close') return { ballot: hash };
  if (what === 'sign') return signBody(node, ballot, past, random);
  const backed = signBackings(book, past, ballot.slot);
  if (backed.length === 0) return signBody(node, ballot, past, random);
  const { closure, round } = random.pick(backed);
  return { slot: ballot.slot, ballot: closure.ballot, round, closes: [...closure.closes] };
}

function signBody(
  node: SimNode,
  ballot: Ballot,
  past: (other: GraphNode) => boolean,
  random: Random,
): object | null {
  const closes = [...knownCloses(node.book, ballot, past).values()];
  const { q } = quorumSizes(ballot.electorate);
  if (closes.length < Math.max(1, q - 1)) return null;
  const set = random.some(closes, random.between(Math.max(1, q - 1), closes.length)).sort();
  const rounds = node.book.signs(ballot.slot).map(({ body }) => body.round);
  const round = Math.min(999_999, random.int(Math.max(0, ...rounds) + 3));
  return { slot: ballot.slot, ballot: ballot.open.hash, round, closes: set };
}
