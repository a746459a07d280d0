/** What the people at the nodes want to endorse and pass on. */
import { isMember } from '#shared/protocol/closing/epoch.ts';
import { balanceWithin } from '#shared/protocol/trust/token-changes.ts';
import { epochNow } from './at-hand.ts';
import { scid } from './people.ts';
import type { SimEvent } from './scenario.ts';
import type { SimNode } from './sim-node.ts';

export type TrustWish = Extract<SimEvent, { do: 'endorse' | 'transfer' }>;

/** True once there is nothing left to do about it. */
export function trust(node: SimNode, event: TrustWish): boolean {
  const epoch = epochNow(node);
  const other = scid(event.whom);
  if (other === node.author) return true;
  if (!isMember(epoch, node.author) || !isMember(epoch, other)) return false;
  if (event.do === 'endorse') {
    node.write('endorse', { member: other, strength: event.strength });
    return true;
  }
  const amount = Math.min(event.amount, funds(node));
  const body = { to: other, amount };
  if (amount > 0 && !node.isRefused('transfer', body)) node.write('transfer', body);
  return true;
}

/** What the next entry of a node may spend. */
export function funds(node: SimNode): number {
  const { graph, book, author } = node;
  return balanceWithin(graph, book.trust.changesOf(author), (other) => node.isAhead(other), epochNow(node));
}
