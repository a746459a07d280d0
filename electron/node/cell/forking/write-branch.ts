import { randomBytes } from 'node:crypto';
import { GhostStackError } from '#shared/contract/errors.ts';
import { FoundBody } from '#shared/protocol/closing/bodies.ts';
import type { Fork } from '#shared/protocol/closing/fork-body.ts';
import { enterEntry, forkOf } from '#shared/protocol/forks/make-fork.ts';
import { issueSays } from '#shared/protocol/issue-saying.ts';
import { type Entry, type HashedEntry, ZERO_HASH } from '#shared/protocol/log/entry.ts';
import { says } from '#shared/protocol/saying.ts';
import { encodeBase64url } from '../../crypto/base64url.ts';
import { encodeMultikey } from '../../crypto/multikey.ts';
import type { SigningKey } from '../../crypto/signing-key.ts';
import { type CheckedEntry, signEntry } from '../../log/signed-entry.ts';
import type { CellNode } from '../cell-node.ts';
import { enterNonce } from './enter-nonce.ts';

/** A founder whose DID log is larger than this lets somebody else propose: it would not fit beside the rest. */
const DID_LOG_MAX_BYTES = 48 * 1024;

/** Who is to come along, and by which certificates. */
export interface ForkAsk {
  /** SCIDs, but for oneself. */
  readonly with: readonly string[];
  /** Slot -> key of the certificate that it follows. */
  readonly follow: Readonly<Record<string, string>>;
}

/** Exactly what goes along if a branch of this cell is proposed now. Throws `not-found` for who is no member. */
export function forkNow(cell: CellNode, ask: ForkAsk, atMs: number): Fork {
  const { members } = cell.requireEpoch();
  if (ask.with.some((scid) => !members.some((member) => member.scid === scid)))
    throw new GhostStackError('not-found', says('error.cell.noSuchMember'));
  const parents = [...cell.log.ahead().values()].flat();
  const listed = [cell.self.scid, ...ask.with];
  return forkOf(cell.log.book, parents, { listed, atMs, slots: ask.follow });
}

/** The founding entry and the founder's `enter`, signed and not stored yet. */
export function signBranch(
  cell: CellNode,
  key: SigningKey,
  { name, fork, atMs }: { readonly name: string; readonly fork: Fork; readonly atMs: number },
): { readonly found: CheckedEntry; readonly enter: CheckedEntry } {
  const epoch = cell.requireEpoch();
  const own = epoch.members.find(({ scid }) => scid === cell.self.scid);
  const didLog = own?.didLog ?? [];
  if (Buffer.byteLength(JSON.stringify(didLog), 'utf8') > DID_LOG_MAX_BYTES)
    throw new GhostStackError('too-large', says('error.forks.logTooLarge'));
  const body = {
    name,
    alias: own?.alias.trim() ?? '',
    didLog: [...didLog],
    rules: epoch.rules,
    nonce: encodeBase64url(randomBytes(16)),
    fork,
  };
  const taken = FoundBody.safeParse(body);
  if (!taken.success) {
    const issue = issueSays(taken.error.issues);
    throw new GhostStackError('invalid-argument', says('error.cell.cannotBeFounded', { issue }));
  }
  const found = signEntry(key, {
    v: 1,
    cell: ZERO_HASH,
    author: cell.self.scid,
    gen: 0,
    seq: 0,
    prev: ZERO_HASH,
    seen: {},
    at: atMs,
    kind: 'found',
    body,
    key: encodeMultikey('ed25519', key.publicKey),
  });
  return { found, enter: signEntry(key, enterFor(found, cell.self.scid, key, didLog)) };
}

/** The one `enter` of somebody who is listed, as it is signed whenever it is made. */
export function enterFor(
  found: HashedEntry,
  scid: string,
  key: SigningKey,
  didLog: readonly unknown[],
): Entry {
  const multikey = encodeMultikey('ed25519', key.publicKey);
  return enterEntry(found, { scid, key: multikey, nonce: enterNonce(key, found.hash), didLog });
}
