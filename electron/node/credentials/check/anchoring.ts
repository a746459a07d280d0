import { refused } from '../refusal.ts';
import type { IssuerKey } from './voucher.ts';

/** No issue that counts has this digest: somebody had a key that was replaced, or nobody wrote it down. */
export function notAnchored(name: string, { isCurrent }: Pick<IssuerKey, 'isCurrent'>) {
  return isCurrent
    ? refused('not-anchored', 'error.credential.notAnchored', { issuer: name })
    : refused('key-replaced', 'error.credential.keyReplaced', { issuer: name });
}

export function revoked(name: string, index: number) {
  return refused('revoked', 'error.credential.revoked', { issuer: name, index });
}
