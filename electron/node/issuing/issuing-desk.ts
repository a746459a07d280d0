/** What a member issues and revokes: kept first, then written into the log, then its list is published. */
import { randomInt, randomUUID } from 'node:crypto';
import { GhostStackError } from '#shared/contract/errors.ts';
import { pastOf } from '#shared/protocol/closing/ballot.ts';
import { newestEnd } from '#shared/protocol/closing/newest-end.ts';
import { LIST_BITS } from '#shared/protocol/credentials/list-bits.ts';
import { countedRevokes } from '#shared/protocol/issuing/counted-issues.ts';
import { DAY_MS } from '#shared/protocol/limits.ts';
import { says } from '#shared/protocol/saying.ts';
import { type CredentialType, issueInBothForms, MESH_MEMBER, makeStatusList } from '../credentials/index.ts';
import type { SigningKey } from '../crypto/signing-key.ts';
import type { IntegrityLog } from '../log/integrity-log.ts';
import { listOf } from './cell-facts.ts';
import type { CredentialStore, KeptCredential, StoredCredential } from './credential-store.ts';
import { typesOfCell } from './types-of-cell.ts';

export interface IssuingDeskOptions {
  readonly log: IntegrityLog;
  readonly store: CredentialStore;
  /** The member that issues, and the key under which it does. */
  readonly scid: string;
  readonly did: string;
  readonly key: SigningKey;
  readonly nowMs: number;
}

export interface Issuance {
  readonly type: CredentialType;
  readonly subject: { readonly did: string; readonly publicKey: Uint8Array };
  readonly claims: Readonly<Record<string, unknown>>;
  readonly days?: number;
}

/** A list is published anew once it is as old as this, while something that it is about is unexpired. */
const LIST_AGE_MS = 7 * DAY_MS;

/** The type of this id. Throws `not-found`. */
export function typeNamed(log: IntegrityLog, id: string): CredentialType {
  const found =
    id === MESH_MEMBER.id ? MESH_MEMBER : typesOfCell(log).find(({ type }) => type.id === id)?.type;
  if (found) return found;
  throw new GhostStackError('not-found', says('error.credentials.noType', { id }));
}

export function defineType({ log }: Pick<IssuingDeskOptions, 'log'>, body: Record<string, unknown>): string {
  return append(log, 'define', body).hash;
}

/** Throws `invalid-argument` for claims that are not of the type, `refused` for what the log does not take. */
export function issueCredential(
  options: IssuingDeskOptions,
  issuance: Issuance,
): KeptCredential & { readonly id: string } {
  const { log, store, scid, did, key, nowMs } = options;
  const list = listOf(log, scid) ?? randomUUID();
  const index = freeIndex(log, scid);
  const status = { list, index };
  const issued = issueInBothForms({ did, key }, { ...issuance, atMs: nowMs, status });
  const { id, whole, jwt, disclosures, digests } = issued;
  const kept = { whole, jwt, disclosures };
  // On disk before the log says it: what it says cannot be taken back.
  store.keep('issued', kept, nowMs);
  try {
    append(log, 'issue', { ...status, digests: [...digests] });
  } catch (thrown) {
    store.forget('issued', id);
    throw thrown;
  }
  return { id, ...kept };
}

/** Throws `conflict` for one that is revoked already. */
export function revokeCredential(options: IssuingDeskOptions, { whole }: KeptCredential): void {
  const index = Number(whole.credentialStatus?.statusListIndex);
  if (revokedPlaces(options).includes(index))
    throw new GhostStackError('conflict', says('error.credential.revokedAlready'));
  append(options.log, 'revoke', { index });
  publishList(options);
}

/** The list as it is now, signed, for others to hand on. */
export function publishList({ log, scid, did, key, nowMs }: IssuingDeskOptions): void {
  const list = listOf(log, scid);
  if (list === null) return;
  const revoked = revokedPlaces({ log, scid });
  append(log, 'status', { credential: makeStatusList({ did, key }, { list, revoked, atMs: nowMs }) });
}

function revokedPlaces({ log, scid }: Pick<IssuingDeskOptions, 'log' | 'scid'>): number[] {
  const ends = [...log.ahead().values()].flat();
  return countedRevokes(log.book, scid, pastOf(log.graph, ends), log.book.epochAt(ends));
}

/** When the own list is to be published again, by what was issued here; null while nothing of it is unexpired. */
export function listDueAtMs(
  { log, scid, nowMs }: Pick<IssuingDeskOptions, 'log' | 'scid' | 'nowMs'>,
  issued: readonly StoredCredential[],
): number | null {
  const isNeeded = issued.some(({ whole }) => Date.parse(whole.validUntil) > nowMs);
  if (!isNeeded || listOf(log, scid) === null) return null;
  const newest = newestEnd(log.book.issuing.statusesBy(scid));
  return newest === null ? nowMs : newest.entry.at + LIST_AGE_MS;
}

/** A random place that its author has never used: at most half of them are. */
function freeIndex({ book }: IntegrityLog, scid: string): number {
  for (let tries = 0; tries < 1000; tries += 1) {
    const index = randomInt(LIST_BITS);
    if (book.issuing.issuesAt(scid, index).length === 0) return index;
  }
  throw new GhostStackError('conflict', says('error.credentials.listFull'));
}

function append(log: IntegrityLog, kind: string, body: Record<string, unknown>) {
  const objection = log.objection(kind, body);
  if (objection)
    throw new GhostStackError('refused', says('error.cell.doesNotCount', { reason: objection.says }));
  return log.append(kind, body);
}
