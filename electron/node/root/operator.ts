import { GhostStackError } from '#shared/contract/errors.ts';
import { says } from '#shared/protocol/saying.ts';
import type { SigningKey } from '../crypto/signing-key.ts';
import type { KeyRing } from '../identity/key-ring.ts';
import type { MemberIdentity } from '../identity/member-identity.ts';

/** Whose home it is; without the key everything can be read, and nothing signed. */
export interface Operator {
  readonly name: string;
  readonly identity: MemberIdentity;
  /** The one in use. */
  readonly key: SigningKey | null;
  /** All that this home ever had; null while they are locked. */
  readonly ring?: KeyRing | null;
}

/** For what is signed: throws `key-locked`. */
export function requireSigner(operator: Operator | null): Operator & { key: SigningKey } {
  if (!operator?.key) throw new GhostStackError('key-locked', says('error.root.keyLocked'));
  return { ...operator, key: operator.key };
}
