import type { MessageState } from '#shared/contract/domain/message.ts';
import type { DeliveryRow, DeliveryState } from './delivery-table.ts';

const OF_DELIVERY: Readonly<Record<DeliveryState, MessageState>> = {
  waiting: 'queued',
  sent: 'sent',
  delivered: 'delivered',
  refused: 'refused',
  expired: 'expired',
  cancelled: 'cancelled',
};

/** Worst first: what a broadcast is called when its recipients' fates differ. */
const OPEN: readonly DeliveryState[] = ['waiting', 'sent'];
const SETTLED_BADLY: readonly DeliveryState[] = ['cancelled', 'expired', 'refused'];

/**
 * The state of a message from those of its deliveries: one, or for a broadcast one per recipient. It goes on while
 * anyone waits, and is `delivered` only when everyone has it.
 */
export function messageState(deliveries: readonly Pick<DeliveryRow, 'state' | 'code'>[]): {
  state: MessageState;
  code: string | null;
} {
  for (const state of [...OPEN, ...SETTLED_BADLY]) {
    const found = deliveries.find((delivery) => delivery.state === state);
    if (found !== undefined) return { state: OF_DELIVERY[state], code: found.code };
  }
  return { state: deliveries.length === 0 ? 'queued' : 'delivered', code: null };
}

/** What became of a broadcast for each of its recipients. @param isGiven whether somebody carries the part for that one */
export function recipientStates(
  deliveries: readonly Pick<DeliveryRow, 'recipient_did' | 'state' | 'code'>[],
  isGiven: (did: string) => boolean,
): { did: string; state: MessageState; code: string | null }[] {
  return deliveries.map(({ recipient_did: did, state, code }) => {
    const waits = OPEN.includes(state) && isGiven(did);
    return { did, state: waits ? 'relayed' : OF_DELIVERY[state], code };
  });
}

export function isSettled(state: MessageState): boolean {
  return state !== 'queued' && state !== 'sending' && state !== 'sent' && state !== 'relayed';
}
