import { type CellRules, DEFAULT_CELL_RULES } from '#shared/protocol/closing/bodies.ts';
import { ZERO_HASH } from '#shared/protocol/log/entry.ts';
import { encodeMultikey } from '../../../electron/node/crypto/multikey.ts';
import type { SigningKey } from '../../../electron/node/crypto/signing-key.ts';
import type { MemberIdentity } from '../../../electron/node/identity/member-identity.ts';
import { type CheckedEntry, signEntry } from '../../../electron/node/log/signed-entry.ts';

export interface Founder {
  readonly name: string;
  readonly key: SigningKey;
  readonly identity: MemberIdentity;
}

/** The entry that `foundCell` writes, with a nonce that is always the same. */
export function foundingOf(
  { name, key, identity }: Founder,
  nowMs: number,
  rules: CellRules = DEFAULT_CELL_RULES,
): CheckedEntry {
  return signEntry(key, {
    v: 1,
    cell: ZERO_HASH,
    author: identity.scid,
    gen: 0,
    seq: 0,
    prev: ZERO_HASH,
    seen: {},
    at: nowMs,
    kind: 'found',
    body: {
      name: 'Maple Street',
      alias: name,
      didLog: identity.log as unknown[],
      rules,
      nonce: 'a-nonce-of-22-letters.',
    },
    key: encodeMultikey('ed25519', key.publicKey),
  });
}
