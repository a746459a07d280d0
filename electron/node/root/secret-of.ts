import type { KeyProtection } from '../identity/key-store.ts';
import type { NodeOptions } from './node-options.ts';

/** What opens the key, if that is no passphrase: the keychain's secret, or a key file's. */
export function secretOf({
  deviceSecret,
  protection,
  sealedBy,
}: Pick<NodeOptions, 'deviceSecret' | 'protection' | 'sealedBy'>): KeyProtection | null {
  if (deviceSecret) return { kind: 'secret', secret: deviceSecret, origin: 'keychain' };
  return [sealedBy, protection].find((given) => given?.kind === 'secret') ?? null;
}
