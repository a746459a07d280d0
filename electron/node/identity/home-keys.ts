import { existsSync } from 'node:fs';
import { basename } from 'node:path';
import { GhostStackError } from '#shared/contract/errors.ts';
import { says } from '#shared/protocol/saying.ts';
import type { SigningKey } from '../crypto/signing-key.ts';
import {
  isWeakKeyStore,
  type KeyProtection,
  readKeyStoreHeader,
  resealKeyStore,
  unlockKeyStore,
} from './key-store.ts';

/** The keys of a home. They are sealed alike: whoever opens one of the others can take the identity over, too. */
export interface HomeKeyFiles {
  readonly keyPath: string;
  readonly nextKeyPath: string;
  readonly recoveryKeyPath: string;
}

/**
 * Throws rather than let a new key be made beside the identity of one that is lost: the two would not belong together,
 * and the lost one could then not be put back.
 */
export function requireNoLostKey({
  path,
  keyPath,
  didLogPath,
}: {
  readonly path: string;
  readonly keyPath: string;
  readonly didLogPath: string;
}): void {
  if (existsSync(keyPath) || !existsSync(didLogPath)) return;
  throw new GhostStackError(
    'key-missing',
    says('error.identity.keyLost', { home: path, file: basename(keyPath) }),
  );
}

/**
 * Opens the key of a home; whatever is sealed more weakly than keys are now is sealed anew.
 * Throws what `unlockKeyStore` throws for the key itself. What cannot be written now is, at the next unlock.
 */
export async function unlockHome(files: HomeKeyFiles, protection: KeyProtection): Promise<SigningKey> {
  const key = await unlockKeyStore(files.keyPath, protection);
  for (const path of [files.keyPath, files.nextKeyPath, files.recoveryKeyPath]) {
    try {
      if (isWeakKeyStore(path)) (await resealKeyStore(path, protection, protection))();
    } catch (error) {
      if (!(error instanceof GhostStackError)) throw error;
    }
  }
  return key;
}

/** Throws `wrong-passphrase` and changes nothing, or changes all keys one after another, when all are ready. */
export async function changeHomeProtection(
  files: HomeKeyFiles,
  current: KeyProtection,
  next: KeyProtection,
): Promise<void> {
  const place = await resealKeyStore(files.keyPath, current, next);
  const others: (() => void)[] = [];
  for (const path of [files.nextKeyPath, files.recoveryKeyPath]) {
    if (readKeyStoreHeader(path)) others.push(await resealOther(path, current, next));
  }
  for (const placeOther of others) placeOther();
  place();
}

/** A change that was cut off may have left it under the next protection already. */
async function resealOther(path: string, current: KeyProtection, next: KeyProtection): Promise<() => void> {
  try {
    return await resealKeyStore(path, current, next);
  } catch (error) {
    // Under another passphrase, or under one where the keychain's secret was given.
    const isOther =
      error instanceof GhostStackError && ['wrong-passphrase', 'invalid-argument'].includes(error.code);
    if (!isOther) throw error;
    await unlockKeyStore(path, next);
    return () => {};
  }
}
