import type { GraphNode } from '../log/entry-graph.ts';
import { refusal } from '../log/refusal.ts';
import { says } from '../saying.ts';
import type { Ballot, Ballots } from './ballot.ts';
import { baseOf, epochTips, versionOf } from './epoch.ts';
import { isMembershipSlot } from './slot.ts';
import type { Invalid } from './verdict.ts';

/** Tips of a causal past, by author. */
type Tips = ReadonlyMap<string, readonly GraphNode[]>;

/**
 * Why a generation of an author takes no part in a slot, or null. `head` is the author's last entry before, `tips`
 * is the whole past. A restored author has forgotten what it signed, so it keeps out of slots in which it may have
 * signed: those whose draft (or, for the membership slot, whose epoch) lacks its `restored`. In those that have
 * it, the old generation keeps out in turn: else a copy that goes on under the old one would sign a second time at
 * other places of the feed, and nothing would prove it. What was written under keys that the electorate knows to be
 * former ones says nothing here; and up to its base an author has signed nothing under its key.
 */
export function generationError(
  ballots: Ballots,
  ballot: Ballot,
  author: string,
  head: GraphNode | null,
  tips: Tips,
): Invalid | null {
  const { graph } = ballots;
  const { electorate } = ballot;
  const gen = head?.entry.gen ?? 0;
  const version = versionOf(electorate, author);
  const known = knownBefore(ballots, ballot).get(author) ?? [];
  if (known.some((node) => node.version >= version && node.entry.gen > gen))
    return refusal('generation', says('refusal.laterGenerationActs'));
  if (gen <= baseOf(electorate, author) || !head) return null;
  const restored = graph.at(author, gen, 0).find((first) => graph.onBranch(first, head));
  if (restored && known.some((node) => graph.onBranch(restored, node))) return null;
  if (isExempt(ballot, author, tips)) return null;
  return refusal('generation', says('refusal.restoredSince'));
}

/** The past that decides which generation acts: that of the draft, or what the epoch's certificate closed over. */
function knownBefore({ graph }: Ballots, ballot: Ballot): Tips {
  if (!isMembershipSlot(ballot.slot)) return graph.get(ballot.body.proposal)?.tips ?? new Map();
  return epochTips(graph, ballot.electorate);
}

/** Who is alone decides alone. Of two members the other one keeps what both signed, as long as it is not restored itself. */
function isExempt({ electorate }: Ballot, author: string, tips: Tips): boolean {
  if (electorate.members.length === 1) return true;
  if (electorate.members.length !== 2) return false;
  const other = electorate.members.find(({ scid }) => scid !== author);
  if (!other) return false;
  const [version, base] = [versionOf(electorate, other.scid), other.base];
  return (tips.get(other.scid) ?? []).every((tip) => tip.version < version || tip.entry.gen <= base);
}
