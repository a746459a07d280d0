import { GhostStackError } from '#shared/contract/errors.ts';
import { says } from '#shared/protocol/saying.ts';
import { MAX_TTL_MS } from './limits.ts';

/** @throws {GhostStackError} `invalid-argument` for what can be nobody's name or DID */
export function requireRecipient(recipient: string): void {
  if (typeof recipient !== 'string' || recipient.length === 0 || recipient.length > 256) {
    throw new GhostStackError('invalid-argument', says('error.messaging.noRecipient'));
  }
}

/** @throws {GhostStackError} `invalid-argument` for a lifetime that no message has */
export function requireLifetime(ttlMs: number): void {
  if (!(ttlMs >= 1000 && ttlMs <= MAX_TTL_MS)) {
    throw new GhostStackError('invalid-argument', says('error.messaging.lifetime'));
  }
}
