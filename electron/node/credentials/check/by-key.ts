/** A did:key: the name is the key, there is no log, no list, and nothing that could be revoked. */
import { encodeMultikey } from '../../crypto/multikey.ts';
import { publicKeyFromDid } from '../../identity/did-key.ts';
import { reading } from '../sd-jwt/index.ts';
import type { Voucher } from './voucher.ts';

export function voucherByKey(did: string, name: string): Voucher {
  const publicKey = reading(() => publicKeyFromDid(did));
  const own = encodeMultikey('ed25519', publicKey);
  return {
    vouchedBy: 'key',
    name,
    cell: null,
    leftAtMs: null,
    standing: null,
    keyOf: (multikey) => (multikey === own ? { publicKey, isCurrent: true } : null),
    requireAnchored() {},
    requireStatus() {},
  };
}
