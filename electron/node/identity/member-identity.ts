import { existsSync } from 'node:fs';
import { GhostStackError, thrownFailure } from '#shared/contract/errors.ts';
import { says } from '#shared/protocol/saying.ts';
import { encodeMultikey } from '../crypto/multikey.ts';
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
import type { KeyRing } from './key-ring.ts';
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
}

/**
 * Reads the operator's own DID log, or creates version 1 of it, verified before it is written. It commits to two
 * next keys, both in the ring before: one of this device, one that the recovery words stand for. The key of its newest
 * version is the one in use from now on.
 */
export function ensureMemberIdentity(
  { didLogPath }: IdentityFiles,
  ring: KeyRing,
  nowMs: number,
): MemberIdentity {
  const known = readDidLogFile(didLogPath);
  if (known !== null) return inUse(readMemberIdentity(known), ring, didLogPath);
  const { log } = createDidLog({
    signingKey: ring.inUse,
    sealingPublicKey: ring.inUse.sealing.publicKey,
    nextKeyHashes: [nextKeyHash(ring.spare(nowMs).publicKey), ring.unwritten(nowMs).wordsHash],
    nowMs,
  });
  const identity = readMemberIdentity(log);
  writeFileAtomically(didLogPath, formatDidLog(log), { replace: false });
  return identity;
}

/**
 * Takes over a longer log of oneself, as the cell has certified it, or one's own again on a new machine; its newest key
 * is in use from now on. Throws `key-missing` where that is not in the ring, and leaves everything as it was.
 */
export function adoptDidLog({ didLogPath }: IdentityFiles, ring: KeyRing, didLog: unknown): MemberIdentity {
  const identity = readMemberIdentity(didLog);
  const multikey = encodeMultikey('ed25519', identity.signingKey);
  if (ring.get(multikey) === null)
    throw new GhostStackError('key-missing', says('error.identity.keyNotInRing'));
  // First the log: a ring that is behind it follows at the next unlock.
  writeFileAtomically(didLogPath, formatDidLog(identity.log), { replace: true });
  ring.use(multikey);
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

function inUse(identity: MemberIdentity, ring: KeyRing, path: string): MemberIdentity {
  const multikey = encodeMultikey('ed25519', identity.signingKey);
  if (ring.get(multikey) === null)
    throw new GhostStackError('key-file', says('error.identity.didLogOfAnotherKey', { path }));
  ring.use(multikey);
  return identity;
}
