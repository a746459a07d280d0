import { existsSync } from 'node:fs';
import { basename } from 'node:path';
import { GhostStackError } from '#shared/contract/errors.ts';
import { says } from '#shared/protocol/saying.ts';
import { SEED_BYTES, SigningKey } from '../crypto/signing-key.ts';
import { finishForgetting, forgetFile, forgetReplaced } from '../store/forget-file.ts';
import { firstRing, type KeepRing, KeyRing, withKey } from './key-ring.ts';
import { isWeakKeyStore, type KeyProtection, unlockKeyStore } from './key-store.ts';
import { KEY_RING_FORMAT, keyStoreUnusable, ONE_KEY_FORMAT, writeKeyStoreFile } from './key-store-file.ts';
import {
  damagedKeyStore,
  type KeyContent,
  newWrapping,
  openKeyStore,
  sealed,
  type Wrapping,
} from './open-key-store.ts';
import { type RingContent, readRing, writeRing } from './ring-content.ts';

/** The key store of a home, and where earlier versions kept the two next keys beside it. */
export interface HomeKeyFiles {
  readonly keyPath: string;
  readonly nextKeyPath: string;
  readonly recoveryKeyPath: string;
}

interface OpenedHome {
  readonly content: RingContent;
  readonly inUse: SigningKey;
  readonly about: Pick<KeyContent, 'name' | 'createdAtMs'>;
  readonly wrapping: Wrapping;
  /** Files whose keys are in the ring now. */
  readonly taken: readonly string[];
  readonly isAsStored: boolean;
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
 * Opens the keys of a home. What an earlier version kept in three files becomes one, and what is sealed more weakly than
 * keys are now is sealed anew. Throws what `openKeyStore` throws for the key store itself. What cannot be written now
 * is, at the next unlock.
 */
export async function unlockHome(files: HomeKeyFiles, protection: KeyProtection): Promise<KeyRing> {
  const opened = await open(files, [protection]);
  const wrapping = isWeakKeyStore(files.keyPath) ? await newWrapping(protection) : opened.wrapping;
  const keep = keeping(files, opened, wrapping);
  try {
    removeAll(files.keyPath, [files.nextKeyPath, files.recoveryKeyPath], finishForgetting);
    if (!opened.isAsStored || wrapping !== opened.wrapping) keep(opened.content, opened.inUse);
  } catch (error) {
    if (!(error instanceof GhostStackError)) throw error;
  }
  return new KeyRing(opened.content, opened.inUse, keep);
}

/**
 * Throws `wrong-passphrase` and changes nothing, or changes all keys at once.
 * @param ring the same keys, where they are open
 */
export async function changeHomeProtection(
  files: HomeKeyFiles,
  current: KeyProtection,
  next: KeyProtection,
  ring: KeyRing | null = null,
): Promise<void> {
  // An earlier version may have been cut off when it had sealed the next keys, and not the key itself.
  const opened = await open(files, [current, next]);
  const keep = keeping(files, opened, await newWrapping(next));
  // It may have made a key while scrypt took its time.
  if (ring) ring.keepBy(keep);
  else keep(opened.content, opened.inUse);
}

function keeping(files: HomeKeyFiles, { about, taken }: OpenedHome, wrapping: Wrapping): KeepRing {
  let { name } = about;
  return (content, inUse, renamed = name) => {
    name = renamed;
    const bytes = writeRing(content);
    const file = sealed({ ...about, name, format: KEY_RING_FORMAT, did: inUse.did, bytes }, wrapping);
    bytes.fill(0);
    const write = (): void => writeKeyStoreFile(files.keyPath, file, { replace: true });
    try {
      // Seeds that are destroyed and words that are forgotten stood in it.
      forgetReplaced(files.keyPath, write);
    } catch (error) {
      throw error instanceof GhostStackError ? error : keyStoreUnusable(files.keyPath, error);
    }
    // They would be taken in again from beside it.
    removeAll(files.keyPath, taken, forgetFile);
  };
}

function removeAll(keyPath: string, paths: readonly string[], remove: (path: string) => void): void {
  try {
    for (const path of paths) remove(path);
  } catch (error) {
    throw keyStoreUnusable(keyPath, error);
  }
}

/** By the first of the protections; what lies beside the key store, by any of them. */
async function open(
  { keyPath, nextKeyPath, recoveryKeyPath }: HomeKeyFiles,
  protections: readonly [KeyProtection, ...KeyProtection[]],
): Promise<OpenedHome> {
  const { content: stored, wrapping } = await openKeyStore(keyPath, protections[0]);
  const { name, createdAtMs } = stored;
  let { content, inUse } = ringOf(keyPath, stored);
  const taken: string[] = [];
  const next = await openedAside(nextKeyPath, protections);
  if (next) {
    content = withKey(content, next, createdAtMs);
    taken.push(nextKeyPath);
  }
  const recovery = await openedAside(recoveryKeyPath, protections);
  if (recovery) {
    content = withWords(content, recovery.exportSeed(), createdAtMs);
    taken.push(recoveryKeyPath);
  }
  const isAsStored = stored.format === KEY_RING_FORMAT && taken.length === 0;
  return { content, inUse, about: { name, createdAtMs }, wrapping, taken, isAsStored };
}

function ringOf(
  path: string,
  { format, did, bytes, createdAtMs }: KeyContent,
): Pick<OpenedHome, 'content' | 'inUse'> {
  const isOne = format === ONE_KEY_FORMAT;
  if (isOne && bytes.length !== SEED_BYTES) throw damagedKeyStore(path);
  const content = isOne ? firstRing(SigningKey.fromSeed(bytes), createdAtMs) : readRing(bytes);
  bytes.fill(0);
  const inUse = content?.keys.find(({ key }) => key?.did === did)?.key;
  if (!content || !inUse) throw damagedKeyStore(path);
  return { content, inUse };
}

/** What was taken in and could not be removed is there twice. */
function withWords(content: RingContent, seed: Uint8Array, madeAtMs: number): RingContent {
  if (content.words.some((one) => Buffer.compare(one.seed, seed) === 0)) return content;
  return { ...content, words: [...content.words, { seed, madeAtMs }] };
}

/** Null where there is none, or none that can be opened: it stays where it is. */
async function openedAside(path: string, protections: readonly KeyProtection[]): Promise<SigningKey | null> {
  if (!existsSync(path)) return null;
  for (const protection of protections) {
    try {
      return await unlockKeyStore(path, protection);
    } catch (error) {
      if (!(error instanceof GhostStackError)) throw error;
    }
  }
  return null;
}
