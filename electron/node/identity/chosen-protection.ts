import { GhostStackError } from '#shared/contract/errors.ts';
import { says } from '#shared/protocol/saying.ts';
import type { KeyProtection } from './key-store.ts';

export type ProtectionChoice =
  | { readonly kind: 'passphrase'; readonly passphrase: string }
  | { readonly kind: 'keychain' };

/** How a key is protected that is made now; `deviceSecret` is the keychain's, or null where there is none. */
export function chosenProtection(choice: ProtectionChoice, deviceSecret: Uint8Array | null): KeyProtection {
  if (choice.kind === 'passphrase') return choice;
  if (deviceSecret) return { kind: 'secret', secret: deviceSecret, origin: 'keychain' };
  throw new GhostStackError('unavailable', says('error.identity.noKeychain'));
}
