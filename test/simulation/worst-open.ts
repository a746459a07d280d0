import type { Fraction } from '#shared/protocol/closing/bodies.ts';
import { ballotFloors } from '#shared/protocol/closing/floors.ts';
import { epochNow } from './at-hand.ts';
import type { Counts } from './counts.ts';
import { changeOf, writeDraft } from './openings.ts';
import type { SimEvent } from './scenario.ts';
import type { SimNode } from './sim-node.ts';

type WorstOpen = Extract<SimEvent, { do: 'worst-open' }>;

/** Nothing that parses asks for less. */
const WORST = { quorum: 1, threshold: [0, 1] as Fraction, deadlineMs: 0, graceMs: 0 };

/** Opens with the least that can be asked for, or the least that its cell allows, and approves before anybody hears of it. */
export function writeWorstOpen(node: SimNode, { key, change, within }: WorstOpen, counts: Counts): void {
  const epoch = epochNow(node);
  const body = change && changeOf(node, epoch, change);
  if (change && !body) return;
  const least = ballotFloors(epoch.rules, epoch.members.length, change !== null);
  const draft = writeDraft(node, key);
  const open = node.write('open', {
    proposal: draft.hash,
    attempt: 1,
    epoch: (change ? epoch : node.book.epochOf(draft)).number,
    text: '',
    rules: within === 'body' ? WORST : within === 'cell' ? least : { ...least, [within]: WORST[within] },
    ...(body ? { change: body } : {}),
  });
  counts[node.book.verdict(open).valid ? 'worst opens' : 'worst opens refused'] += 1;
  node.write('vote', { ballot: open.hash, choice: 'APPROVE' });
}
