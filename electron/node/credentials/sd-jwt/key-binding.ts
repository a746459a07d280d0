/** Key binding (RFC 9901 §4.3): the holder signs what is shown, for whom, and in answer to what. */
import { encodeBase64url } from '../../crypto/base64url.ts';
import { sha256 } from '../../crypto/hash.ts';
import { refused } from '../refusal.ts';
import { type JsonObject, type Jws, readJws, type SignBytes, writeJws } from './jws.ts';
import { joinSdJwt } from './split.ts';

export const KEY_BINDING_TYP = 'kb+jwt';

export interface KeyBindingClaims {
  readonly aud: string;
  readonly nonce: string;
  /** Seconds since the epoch. */
  readonly iat: number;
}

/** Over the very text that is shown, its last tilde included. */
export function sdHash(jwt: string, disclosures: readonly string[]): string {
  return encodeBase64url(sha256(Buffer.from(joinSdJwt(jwt, disclosures), 'ascii')));
}

/** The text of a presentation: SD-JWT and key binding. @param header without `typ` */
export function bindKey(
  { jwt, disclosures }: { jwt: string; disclosures: readonly string[] },
  { aud, nonce, iat }: KeyBindingClaims,
  { header, sign }: { header: JsonObject; sign: SignBytes },
): string {
  const payload = { aud, iat, nonce, sd_hash: sdHash(jwt, disclosures) };
  const binding = writeJws({ ...header, typ: KEY_BINDING_TYP }, payload, sign);
  return joinSdJwt(jwt, disclosures) + binding;
}

export interface KeyBinding extends KeyBindingClaims {
  readonly jws: Jws;
  readonly sdHash: string;
}

/** Its form (§4.3); signature and hash are for the caller to ask. Throws `malformed` or `unsupported`. */
export function readKeyBinding(text: string): KeyBinding {
  const jws = readJws(text);
  if (jws.header.typ !== KEY_BINDING_TYP) {
    throw refused('unsupported', 'error.credential.header', { part: 'typ', value: String(jws.header.typ) });
  }
  const { aud, nonce, iat, sd_hash } = jws.payload;
  if (
    typeof aud !== 'string' ||
    typeof nonce !== 'string' ||
    typeof sd_hash !== 'string' ||
    typeof iat !== 'number' ||
    !Number.isFinite(iat)
  ) {
    throw refused('malformed', 'error.credential.keyBindingMembers');
  }
  return { jws, aud, nonce, iat, sdHash: sd_hash };
}
