import { isMember } from '#shared/protocol/closing/epoch.ts';
import { ballotFloors } from '#shared/protocol/closing/floors.ts';
import type { GraphNode } from '#shared/protocol/log/entry-graph.ts';
import { epochNow } from './at-hand.ts';
import type { Counts } from './counts.ts';
import { writeDraft } from './openings.ts';
import { scid } from './people.ts';
import type { SimEvent } from './scenario.ts';
import type { SimNode } from './sim-node.ts';

type EarlyEnd = Extract<SimEvent, { do: 'early-end' }>;

/** Opens a removal that names an end some entries before the last one that it knows. */
export function writeEarlyEnd(node: SimNode, { victim, key }: EarlyEnd, counts: Counts): void {
  const epoch = epochNow(node);
  const member = scid(victim);
  let end: GraphNode | null = node.ahead().get(member)?.[0] ?? null;
  for (let back = 3; back > 0 && end?.prev; back -= 1) end = end.prev;
  if (!end || !isMember(epoch, member) || !isMember(epoch, node.author)) return;
  const open = node.write('open', {
    proposal: writeDraft(node, key).hash,
    attempt: 1,
    epoch: epoch.number,
    text: '',
    rules: ballotFloors(epoch.rules, epoch.members.length, true),
    change: { type: 'remove', scid: member, end: end.hash },
  });
  if (!node.book.verdict(open).valid) counts['early ends refused'] += 1;
}
