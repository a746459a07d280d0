import { compareCausally, type GraphNode } from '../log/entry-graph.ts';
import { settledEnds } from '../log/settled.ts';
import type { Ballot, Ballots, Closure, Decidable, Past } from './ballot.ts';
import { type Backing, certificates, signBackings } from './certificate.ts';
import { isAfterEnd } from './ended.ts';
import { isMember, quorumSizes, versionOf } from './epoch.ts';
import { generationError } from './generation.ts';
import { type OwnRounds, ownRounds } from './own.ts';
import { isAheadOfTime, recoveredBy } from './rekey.ts';

/** What a member knows when it asks what to do. */
export interface Knowledge {
  readonly book: Decidable;
  readonly me: string;
  /** The newest entry of the own feed. */
  readonly head: GraphNode | null;
  /** Tips that an entry written now would have in its past (`tipsAhead`): not simply all that is applied. */
  readonly tips: ReadonlyMap<string, readonly GraphNode[]>;
  readonly nowMs: number;
  /** When this node stored the open of a ballot, by the clock of `nowMs`. */
  readonly storedAtMs: (open: string) => number;
}

/** One slot as a member sees it that has a part in it. */
export interface SlotView extends Knowledge {
  readonly slot: string;
  readonly past: Past;
  /** Ballots of the slot that this member acts on, in causal order; several when opens compete. */
  readonly ballots: readonly [Ballot, ...Ballot[]];
  /** Of each of them the closes in the past, one per author: folded once, and asked for by every rule of a plan. */
  readonly closes: ReadonlyMap<Ballot, ReadonlyMap<string, string>>;
  readonly n: number;
  readonly f: number;
  readonly q: number;
  /** Length of the first turn; the cell's, since the timer belongs to the slot and not to one of its ballots. */
  readonly turnMs: number;
  /** What this member has signed and confirmed. */
  readonly own: OwnRounds;
  /** What has q equal signs, by round. */
  readonly backed: readonly Backing[];
}

/** The slot, or null when there is nothing (more) to do about it now. */
export function viewSlot(known: Knowledge, slot: string): SlotView | null {
  const { book, me, head, tips, nowMs } = known;
  const { graph } = book;
  const past: Past = (node) => graph.covers(tips, node);
  const here = ballotsHere(known, slot);
  if (here.length === 0 || isCertified(known, slot, past)) return null;
  const all = [...tips.values()].flat();
  const epoch = book.epochAt(all);
  const { version, base } = graph.standing(me, head, all);
  // What it may write first is no part of this.
  if (base > (head?.entry.gen ?? 0)) return null;
  const [first, ...others] = here
    .filter((ballot) => version >= versionOf(ballot.electorate, me) && !isAheadOfTime(ballot, nowMs))
    .filter(({ open }) => !isAfterEnd(graph, epoch, open, past))
    .filter((ballot) => generationError(book, ballot, me, head, tips) === null)
    .sort((a, b) => compareCausally(a.open, b.open));
  if (!first) return null;
  const ballots = [first, ...others] as const;
  return {
    ...known,
    ...quorumSizes(first.electorate),
    slot,
    past,
    ballots,
    closes: new Map(ballots.map((ballot) => [ballot, knownCloses(book, ballot, past)])),
    turnMs: first.electorate.rules.turnMs,
    own: ownRounds(book, head, slot),
    backed: signBackings(book, past, slot),
  };
}

/** What this member knows of a slot in which it has a part. */
export function ballotsHere({ book, me, tips }: Knowledge, slot: string): readonly Ballot[] {
  return book
    .ballotsIn(slot)
    .filter(({ open, electorate }) => book.graph.covers(tips, open) && isMember(electorate, me));
}

/**
 * A certificate that all can see ends the slot. One that rests on entries of a forked author which nobody cites yet
 * does not: this member goes on, and what it writes next cites them.
 */
function isCertified(known: Knowledge, slot: string, past: Past): boolean {
  const { book } = known;
  if (certificates(book, past, slot).length === 0) return false;
  const { graph } = book;
  if (graph.forkedAuthors().length === 0) return true;
  const settled = settledFor(known);
  return certificates(book, (node) => past(node) && graph.covers(settled, node), slot).length > 0;
}

const settledOf = new WeakMap<Knowledge, { readonly size: number; readonly tips: Knowledge['tips'] }>();

/** The same for all slots that one look is at. */
function settledFor(known: Knowledge): Knowledge['tips'] {
  const { graph } = known.book;
  const before = settledOf.get(known);
  if (before?.size === graph.size) return before.tips;
  const ends = settledEnds(graph);
  const tips = graph.mergeTips(known.head ? [known.head, ...ends] : ends);
  settledOf.set(known, { size: graph.size, tips });
  return tips;
}

/** Deadline and grace count from the moment at which this node stored the open. */
export function ownDeadlineMs(ballot: Pick<Ballot, 'body'>, storedAtMs: number): number {
  return storedAtMs + ballot.body.rules.deadlineMs + ballot.body.rules.graceMs;
}

export function isOverdue({ nowMs, storedAtMs }: Knowledge, ballot: Ballot): boolean {
  return nowMs >= ownDeadlineMs(ballot, storedAtMs(ballot.open.hash));
}

/** True when the past proves that this member signed two different entries at one place, in its present version. */
export function isQuarantined({ book, past, ballots: [{ electorate }] }: SlotView, member: string): boolean {
  const version = versionOf(electorate, member);
  if (!book.graph.isForked(member, version)) return false;
  return book.graph
    .forkedPlaces(member)
    .some((nodes) => nodes.filter((node) => node.version >= version && past(node)).length > 1);
}

/**
 * True for closes (or votes) of all members that are waited for: of all of the electorate, but for whoever comes back
 * with its recovery words, and of q at least.
 */
export function isOfAll(
  { q }: Pick<SlotView, 'q'>,
  ballot: Ballot,
  authors: Pick<Set<string>, 'has' | 'size'>,
): boolean {
  const away = recoveredBy(ballot);
  return (
    authors.size >= q && ballot.electorate.members.every(({ scid }) => scid === away || authors.has(scid))
  );
}

/** One close per member of the electorate, of those in the past: what a fresh set is made of. */
export function knownCloses(ballots: Ballots, ballot: Ballot, past: Past): Map<string, string> {
  const closes = new Map<string, string>();
  for (const close of ballots.closes(ballot.open.hash)) {
    const { author } = close.entry;
    if (!past(close)) continue;
    const known = closes.get(author);
    // An equivocator may have closed on both branches: all take the lower hash.
    if (known === undefined || close.hash < known) closes.set(author, close.hash);
  }
  return closes;
}

/** What is known of the closes of a ballot that this member acts on. */
export function closesOf(view: SlotView, ballot: Ballot): ReadonlyMap<string, string> {
  return view.closes.get(ballot) ?? knownCloses(view.book, ballot, view.past);
}

/** The set of all of them. */
export function closureOfKnown(view: SlotView, ballot: Ballot): Closure {
  return { ballot: ballot.open.hash, closes: [...closesOf(view, ballot).values()].sort() };
}

export function hasVoted(ballots: Ballots, ballot: string, member: string, past: Past): boolean {
  return ballots.votes(ballot).some((vote) => vote.entry.author === member && past(vote));
}
