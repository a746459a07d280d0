/** What a holder shows: chosen claims, bound to its key and to the request. */
import type { SigningKey } from '../../crypto/signing-key.ts';
import type { IssuedCredential } from '../form/issue.ts';
import { ALG } from '../form/selective-form.ts';
import {
  bindKey,
  type ClaimPath,
  chooseDisclosures,
  joinSdJwt,
  readSdJwt,
  unpackSdJwt,
} from '../sd-jwt/index.ts';
import type { PresentationRequest } from './request.ts';

/** Which parts: claims by name, never by a path in one text, as a name may hold a dot. */
export interface Shown {
  readonly claims: readonly string[];
  /** Whether it tells the credential's own id, and the subject's DID. */
  readonly id?: boolean;
  readonly subject?: boolean;
}

export type HeldCredential = Pick<IssuedCredential, 'jwt' | 'disclosures'>;

/** The SD-JWT with the chosen disclosures, not bound to anybody. Throws `malformed` for a claim that it has not. */
export function showParts({ jwt, disclosures }: HeldCredential, shown: Shown): string {
  return joinSdJwt(jwt, chosen({ jwt, disclosures }, shown));
}

/** The same with key binding. @param key the holder's, whose public half the issuer put in `cnf` */
export function presentParts(
  held: HeldCredential,
  shown: Shown,
  { aud, nonce }: Pick<PresentationRequest, 'aud' | 'nonce'>,
  { key, nowMs }: { key: Pick<SigningKey, 'sign'>; nowMs: number },
): string {
  return bindKey(
    { jwt: held.jwt, disclosures: chosen(held, shown) },
    { aud, nonce, iat: Math.floor(nowMs / 1000) },
    { header: { alg: ALG }, sign: (input) => key.sign(input) },
  );
}

function chosen({ jwt, disclosures }: HeldCredential, { claims, id, subject }: Shown): string[] {
  const paths: ClaimPath[] = claims.map((name) => ['credentialSubject', name]);
  if (id === true) paths.push(['id']);
  if (subject === true) paths.push(['credentialSubject', 'id']);
  return chooseDisclosures(unpackSdJwt(readSdJwt(joinSdJwt(jwt, disclosures))), paths);
}
