import { existsSync } from 'node:fs';
import { GhostStackError, thrownFailure } from '#shared/contract/errors.ts';
import { says } from '#shared/protocol/saying.ts';
import type { SigningKey } from '../crypto/signing-key.ts';
import { writeFileAtomically } from '../store/atomic-file.ts';
import { readSmallFile } from '../store/small-file.ts';
import {
  createDidLog,
  DID_LOG_MAX_BYTES,
  type DidLogEntry,
  DidLogError,
  type DidVersion,
  didOfScid,
  formatDidLog,
  nextKeyHash,
  sealingKeyOf,
  signingKeyOf,
  verifyDidLog,
} from './did-webvh/index.ts';
import { readDidLog } from './did-webvh/read-log.ts';
import { createKeyStore, type KeyProtection, readKeyStoreHeader, unlockKeyStore } from './key-store.ts';
import type { KeyVersion } from './key-version.ts';

/** Who somebody is in a cell: a did:webvh whose log has been verified, and the keys of its newest version. */
export interface MemberIdentity {
  readonly scid: string;
  readonly did: string;
  readonly log: readonly DidLogEntry[];
  /** Ed25519, 32 bytes. */
  readonly signingKey: Uint8Array;
  /** X25519, 32 bytes. */
  readonly sealingKey: Uint8Array;
  /** The keys of every version, newest last: of the newest at least. */
  readonly versions: readonly KeyVersion[];
}

/**
 * Verifies a DID log as a member's: did:webvh on the cell's own host, with one key that signs and one that seals.
 * Give no clock where every node must come to the same verdict.
 * @throws {GhostStackError} `malformed`, `bad-signature` or `refused`, naming entry and rule
 */
export function readMemberIdentity(log: unknown, options: { nowMs?: number } = {}): MemberIdentity {
  const resolved = verifyDidLog(log, options);
  if (!resolved.ok) throw thrownFailure(resolved.error);
  const { did, scid } = resolved.value;
  if (did !== didOfScid(scid))
    throw new GhostStackError('malformed', says('error.identity.notMemberDid', { did }));
  try {
    return {
      scid,
      did,
      log: readDidLog(log),
      signingKey: signingKeyOf(resolved.value),
      sealingKey: sealingKeyOf(resolved.value),
      versions: resolved.value.versions.flatMap((version) => keysOf(version) ?? []),
    };
  } catch (thrown) {
    if (!(thrown instanceof DidLogError)) throw thrown;
    throw new GhostStackError(thrown.code, thrown.says, { cause: thrown });
  }
}

/** Null where a version before the newest had other keys than a member's: nothing was ever signed or sealed with them. */
function keysOf(version: DidVersion): KeyVersion | null {
  const { versionTimeMs } = version;
  try {
    return { signingKey: signingKeyOf(version), sealingKey: sealingKeyOf(version), versionTimeMs };
  } catch (thrown) {
    if (thrown instanceof DidLogError) return null;
    throw thrown;
  }
}

const read = new WeakMap<object, MemberIdentity>();

/**
 * The same, without a clock, for a log that is held and asked for again and again, as an epoch holds its members': it
 * is verified once for as long as it is held, and must not be changed meanwhile.
 */
export function identityOfHeld(log: readonly unknown[]): MemberIdentity {
  const known = read.get(log);
  if (known) return known;
  const identity = readMemberIdentity(log);
  read.set(log, identity);
  return identity;
}

export interface IdentityFiles {
  readonly didLogPath: string;
  readonly nextKeyPath: string;
  readonly recoveryKeyPath: string;
}

/**
 * Reads the operator's own DID log, or creates version 1 of it, verified before it is written. It commits to two
 * next keys, both sealed like the first: one of this device, one that the recovery words stand for.
 */
export async function ensureMemberIdentity(
  files: IdentityFiles,
  key: SigningKey,
  name: string,
  protection: KeyProtection,
  nowMs: number,
): Promise<MemberIdentity> {
  const known = readDidLogFile(files.didLogPath);
  if (known !== null) return requireOwn(readMemberIdentity(known), key, files.didLogPath);
  const next = await ensureKey(files.nextKeyPath, `${name}, next key`, protection);
  const recovery = await ensureKey(files.recoveryKeyPath, `${name}, recovery key`, protection);
  const { log } = createDidLog({
    signingKey: key,
    sealingPublicKey: key.sealing.publicKey,
    nextKeyHashes: [nextKeyHash(next.publicKey), nextKeyHash(recovery.publicKey)],
    nowMs,
  });
  const identity = requireOwn(readMemberIdentity(log), key, files.didLogPath);
  writeFileAtomically(files.didLogPath, formatDidLog(log), { replace: false });
  return identity;
}

/** The public half, which needs no key: null before there is one. */
export function readOwnIdentity(files: IdentityFiles): MemberIdentity | null {
  const log = readDidLogFile(files.didLogPath);
  return log === null ? null : readMemberIdentity(log);
}

function readDidLogFile(path: string): string | null {
  return existsSync(path) ? readSmallFile(path, DID_LOG_MAX_BYTES).text : null;
}

function requireOwn(identity: MemberIdentity, key: SigningKey, path: string): MemberIdentity {
  if (Buffer.compare(identity.signingKey, key.publicKey) === 0) return identity;
  throw new GhostStackError('key-file', says('error.identity.didLogOfAnotherKey', { path }));
}

async function ensureKey(path: string, name: string, protection: KeyProtection): Promise<SigningKey> {
  if (readKeyStoreHeader(path)) return unlockKeyStore(path, protection);
  return createKeyStore(path, { name: name.slice(0, 200) }, protection);
}
