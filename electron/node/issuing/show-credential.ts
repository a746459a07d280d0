/** What a holder hands to a verifier: an answer to a request, or the whole credential, with the papers for outside. */
import { GhostStackError, thrownFailure } from '#shared/contract/errors.ts';
import { DAY_MS } from '#shared/protocol/limits.ts';
import { says } from '#shared/protocol/saying.ts';
import {
  type Bundle,
  bundleText,
  failureOf,
  type PresentationRequest,
  presentParts,
  readRequest,
} from '../credentials/index.ts';
import { decodeBase64url } from '../crypto/base64url.ts';
import { encodeMultikey } from '../crypto/multikey.ts';
import type { SigningKey } from '../crypto/signing-key.ts';
import { scidOf } from '../identity/did-webvh/index.ts';
import type { IntegrityLog } from '../log/integrity-log.ts';
import type { KeptCredential, StoredCredential } from './credential-store.ts';
import { papersFor } from './new-papers.ts';
import { issueFacts, type Papers, papersOfIssue } from './papers-of-log.ts';
import { saidStandings } from './said-standings.ts';

export interface ShowWish {
  /** Null to hand over the whole of it, bound to nobody. */
  readonly request: PresentationRequest | null;
  readonly claims: readonly string[];
  readonly tellsId: boolean;
  readonly tellsSubject: boolean;
}

/**
 * @param log of the cell in which it was issued, or null without one
 * @param keyOf a key of this home by its Multikey
 */
export function showCredential(
  {
    log,
    keyOf,
    nowMs,
  }: { log: IntegrityLog | null; keyOf: (multikey: string) => SigningKey | null; nowMs: number },
  kept: KeptCredential & Pick<StoredCredential, 'newPapers'>,
  wish: ShowWish,
): string {
  const form = wish.request === null ? 'whole' : 'sd-jwt';
  const scid = scidOf(kept.whole.issuer) ?? '';
  const papers = newestPapers(log, kept, scid, form);
  const shown: Pick<Bundle, 'presentation' | 'credential'> =
    wish.request === null
      ? { credential: { ...kept.whole } }
      : { presentation: presented(kept, wish.request, wish, { key: holderKey(kept, keyOf), nowMs }) };
  return bundleText({ v: 1, ...shown, ...papers });
}

/** By the log, or those that were handed over since it came no more. */
function newestPapers(
  log: IntegrityLog | null,
  kept: KeptCredential & Pick<StoredCredential, 'newPapers'>,
  issuer: string,
  form: 'whole' | 'sd-jwt',
): Partial<Papers> {
  const { newPapers } = kept;
  const day = log && saidStandings(log).at(-1)?.standing.day;
  if (newPapers && newPapers.dayMs > (day ?? -1) * DAY_MS) return papersFor(newPapers, kept, form);
  return (log && papersOfIssue(log, issueFacts(kept), issuer, form)) ?? {};
}

function presented(
  kept: KeptCredential,
  request: PresentationRequest,
  { claims, tellsId: id, tellsSubject: subject }: ShowWish,
  by: { key: SigningKey; nowMs: number },
): string {
  const unknown = claims.find((name) => name === 'id' || !Object.hasOwn(kept.whole.credentialSubject, name));
  if (unknown !== undefined)
    throw new GhostStackError('invalid-argument', says('error.identity.noClaim', { field: unknown }));
  return presentParts(kept, { claims, id, subject }, request, by);
}

/** The key to which it was issued: that of then, though it may have been changed since. */
function holderKey({ jwt }: KeptCredential, keyOf: (multikey: string) => SigningKey | null): SigningKey {
  const key = keyOf(holderMultikey(jwt));
  if (key) return key;
  throw new GhostStackError('key-missing', says('error.credentials.holderKeyGone'));
}

/** Multikey of `cnf`: whom it was issued to. */
export function holderMultikey(jwt: string): string {
  const payload = Buffer.from(jwt.split('.')[1] ?? '', 'base64url').toString('utf8');
  const { cnf } = JSON.parse(payload) as { cnf: { jwk: { x: string } } };
  return encodeMultikey('ed25519', decodeBase64url(cnf.jwk.x));
}

/** What a link or code asks for; throws what it is refused for. */
export function requestOf(text: string): PresentationRequest {
  const read = readRequest(text);
  if (read.ok) return read.value;
  throw thrownFailure(failureOf(read.error));
}

/** The same, while it can be answered. Throws `expired`. */
export function openRequest(text: string, nowMs: number): PresentationRequest {
  const request = requestOf(text);
  if (request.expires >= nowMs) return request;
  throw new GhostStackError(
    'expired',
    says('error.credentials.requestExpired', { at: { atMs: request.expires } }),
  );
}

/** The key, if it has this Multikey. */
export function keyIf(key: SigningKey, multikey: string): SigningKey | null {
  return encodeMultikey('ed25519', key.publicKey) === multikey ? key : null;
}
