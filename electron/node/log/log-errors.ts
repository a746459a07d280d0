import { GhostStackError } from '#shared/contract/errors.ts';
import type { AnyCode, Refusal } from '#shared/protocol/log/refusal.ts';
import { says } from '#shared/protocol/saying.ts';

/** An entry of our own that nobody would take, or that would count for nothing, is not written. */
export function notWritten(objection: Refusal<AnyCode>): GhostStackError {
  const key = objection.code === 'rate' ? 'error.log.othersWouldNotTake' : 'error.log.doesNotCount';
  return new GhostStackError('refused', says(key, { reason: objection.says }));
}

export function missingReceipt(hash: string): GhostStackError {
  return new GhostStackError('store-corrupt', says('error.log.receiptMissing', { hash }));
}
