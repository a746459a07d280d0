/** The compact form (RFC 9901 §4): `JWT~disclosure~...~`, and after the last tilde perhaps a key binding JWT. */
import { DISCLOSURE_MAX_BYTES, DISCLOSURES_MAX } from '../limits.ts';
import { refused } from '../refusal.ts';

export interface SdJwtParts {
  readonly jwt: string;
  /** As they are spelled. */
  readonly disclosures: readonly string[];
  /** Null where the text ends with a tilde. */
  readonly keyBinding: string | null;
}

export function splitSdJwt(text: string): SdJwtParts {
  const [jwt = '', ...rest] = text.split('~');
  const last = rest.pop();
  if (last === undefined) throw refused('malformed', 'error.credential.noTilde');
  if (rest.length > DISCLOSURES_MAX) {
    throw refused('too-large', 'error.credential.disclosuresMany', {
      count: rest.length,
      limit: DISCLOSURES_MAX,
    });
  }
  for (const disclosure of rest) {
    if (disclosure.length > DISCLOSURE_MAX_BYTES) {
      throw refused('too-large', 'error.credential.disclosureLarge', {
        bytes: { bytes: disclosure.length },
        limit: { bytes: DISCLOSURE_MAX_BYTES },
      });
    }
  }
  return { jwt, disclosures: rest, keyBinding: last === '' ? null : last };
}

/** Everything before the key binding, with the tilde: what `sd_hash` is made of (§4.3.1). */
export function joinSdJwt(jwt: string, disclosures: readonly string[]): string {
  return [jwt, ...disclosures, ''].join('~');
}
