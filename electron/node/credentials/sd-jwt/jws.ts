/** JWS Compact Serialization (RFC 7515 §7.1), strictly: one spelling of each part, and JSON that has one reading. */
import { GhostStackError } from '#shared/contract/errors.ts';
import { isSaying, says } from '#shared/protocol/saying.ts';
import { decodeBase64url, encodeBase64url } from '../../crypto/base64url.ts';
import { canonicalize } from '../../crypto/canonical-json.ts';
import { parseStrictJsonBytes } from '../../crypto/strict-json.ts';
import { CREDENTIAL_MAX_BYTES } from '../limits.ts';
import { CredentialRefusal, refused } from '../refusal.ts';

export type JsonObject = { readonly [name: string]: unknown };

export interface Jws {
  readonly header: JsonObject;
  readonly payload: JsonObject;
  readonly signature: Uint8Array;
  /** ASCII of the first two parts, with the dot between them: what is signed. */
  readonly signingInput: Uint8Array;
  readonly text: string;
}

/** Whether the signature holds over the bytes; the header says by which algorithm and key it claims to. */
export type VerifySignature = (
  signingInput: Uint8Array,
  signature: Uint8Array,
  header: JsonObject,
) => boolean;

export type SignBytes = (signingInput: Uint8Array) => Uint8Array;

/** Throws `malformed`, `too-large`, or `unsupported` for an extension that must be understood (`crit`). */
export function readJws(text: string): Jws {
  const parts = text.split('.');
  const [head = '', body = '', tail = ''] = parts;
  if (parts.length !== 3) throw refused('malformed', 'error.credential.jwsParts', { count: parts.length });
  const header = readObject(head, 'header');
  if (Object.hasOwn(header, 'crit')) throw refused('unsupported', 'error.credential.crit');
  return {
    header,
    payload: readObject(body, 'payload'),
    signature: bytesOf(tail),
    signingInput: Buffer.from(`${head}.${body}`, 'ascii'),
    text,
  };
}

/** Header and payload are written as JCS, so that the same content has one text. */
export function writeJws(header: JsonObject, payload: JsonObject, sign: SignBytes): string {
  const part = (value: JsonObject) => encodeBase64url(Buffer.from(canonicalize(value), 'utf8'));
  const input = `${part(header)}.${part(payload)}`;
  return `${input}.${encodeBase64url(sign(Buffer.from(input, 'ascii')))}`;
}

function readObject(part: string, what: 'header' | 'payload'): JsonObject {
  const value = readJsonBytes(bytesOf(part));
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw refused('malformed', 'error.credential.jwsNotObject', { what });
  }
  return value as JsonObject;
}

/** Strict base64url. Throws `malformed`. */
export function bytesOf(part: string): Uint8Array {
  return reading(() => decodeBase64url(part));
}

/** Strict JSON of untrusted bytes. Throws `malformed` or, beyond what is read or too deep, `too-large`. */
export function readJsonBytes(bytes: Uint8Array, maxBytes = CREDENTIAL_MAX_BYTES): unknown {
  return reading(() => parseStrictJsonBytes(bytes, { maxBytes }));
}

/** The refusals of the readers below this layer, under the codes of this one. */
export function reading<T>(read: () => T): T {
  try {
    return read();
  } catch (thrown) {
    if (thrown instanceof CredentialRefusal || !(thrown instanceof GhostStackError)) throw thrown;
    const { key, params } = thrown.says;
    if (thrown.code === 'too-large') {
      throw refused('too-large', 'error.credential.tooLargeWhat', { what: thrown.says });
    }
    const fault = key === 'error.crypto.jsonUnreadable' ? params.what : null;
    if (isSaying(fault)) {
      throw fault.key === 'error.crypto.json.depth'
        ? refused('too-large', 'error.credential.tooDeep', fault.params)
        : refused('malformed', 'error.credential.malformed', { what: fault });
    }
    const isBase64url = key === 'error.crypto.notBase64url';
    throw refused('malformed', 'error.credential.malformed', {
      what: says(isBase64url ? 'error.credential.part.base64url' : 'error.credential.part.unreadable'),
    });
  }
}
