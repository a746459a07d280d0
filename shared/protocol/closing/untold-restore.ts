import type { GraphNode } from '../log/entry-graph.ts';
import type { CellRules } from './bodies.ts';
import { isAfterEnd } from './ended.ts';
import { baseOf, type Epoch, epochTips, isMember, versionOf } from './epoch.ts';
import type { Knowledge } from './known.ts';
import { isAheadOfTime } from './rekey.ts';
import { membershipSlot } from './slot.ts';

type Lengths = Pick<CellRules, 'deadlineMs' | 'graceMs'>;

/**
 * The epoch that does not know of a restore of this member, while nothing is open that would end it; else null. Until
 * a certificate knows of it, a restored member closes and signs no change of members or rules: with one more machine
 * lost later, four members would have no quorum for the removal of either. (Of two the other one's memory is enough.)
 */
export function epochToTell({
  book,
  me,
  head,
  tips,
  nowMs,
}: Pick<Knowledge, 'book' | 'me' | 'head' | 'tips' | 'nowMs'>): Epoch | null {
  if (!head || head.entry.gen === 0) return null;
  const { graph } = book;
  const { gen } = head.entry;
  const epoch = book.epochAt([...tips.values()].flat());
  if (epoch.members.length < 3 || !isMember(epoch, me) || gen <= baseOf(epoch, me)) return null;
  const restored = graph.at(me, gen, 0).find((first) => graph.onBranch(first, head));
  const version = versionOf(epoch, me);
  const known = epochTips(graph, epoch).get(me) ?? [];
  const isTold = known.some(
    (tip) => (tip.version >= version && tip.entry.gen > gen) || (restored && graph.onBranch(restored, tip)),
  );
  const past = (node: GraphNode): boolean => graph.covers(tips, node);
  const isOpen = book
    .ballotsIn(membershipSlot(epoch.number))
    .some(
      ({ open, body }) =>
        past(open) &&
        !isAfterEnd(graph, epoch, open, past) &&
        !isLong(body.rules, epoch.rules) &&
        !isAheadOfTime({ body }, nowMs),
    );
  return isTold || isOpen ? null : epoch;
}

/** What is open for longer than the cell gives a ballot is not waited for: it may be a year. */
function isLong(rules: Lengths, usual: Lengths): boolean {
  return rules.deadlineMs + rules.graceMs > usual.deadlineMs + usual.graceMs;
}
