/** Disclosures (RFC 9901 §4.2): a salt, perhaps a name, and a value, known by the hash of how they are spelled. */
import { randomBytes } from 'node:crypto';
import { type Saying, says } from '#shared/protocol/saying.ts';
import { encodeBase64url } from '../../crypto/base64url.ts';
import { canonicalize } from '../../crypto/canonical-json.ts';
import { sha256 } from '../../crypto/hash.ts';
import { type CredentialRefusal, refused } from '../refusal.ts';
import { bytesOf, readJsonBytes } from './jws.ts';

export const SALT_BYTES = 16;

export interface Disclosure {
  /** As it is spelled; of this the digest is made, whatever white space its JSON has (§4.2.1). */
  readonly text: string;
  /** base64url of SHA-256 over the text in ASCII (§4.2.3). */
  readonly digest: string;
  /** Null for an element of an array. */
  readonly name: string | null;
  readonly value: unknown;
}

/** Names that the format itself uses, which no claim may have (§4.1.1, §4.2.1). */
export const RESERVED_NAMES: readonly string[] = ['_sd', '...', '_sd_alg'];

export function readDisclosure(text: string): Disclosure {
  const parts = readJsonBytes(bytesOf(text));
  if (!Array.isArray(parts) || (parts.length !== 2 && parts.length !== 3)) throw notAClaim();
  const [salt, name, value] = parts.length === 3 ? parts : [parts[0], null, parts[1]];
  if (typeof salt !== 'string') throw notAClaim();
  if (parts.length === 3 && typeof name !== 'string') throw notAClaim();
  if (RESERVED_NAMES.includes(name)) throw notAClaim({ name });
  return { text, digest: digestOf(text), name, value };
}

/** @param name null for an element of an array; @param salt base64url of 16 random bytes where none is given */
export function makeDisclosure(
  name: string | null,
  value: unknown,
  salt = encodeBase64url(randomBytes(SALT_BYTES)),
): Disclosure {
  const json = canonicalize(name === null ? [salt, value] : [salt, name, value]);
  const text = encodeBase64url(Buffer.from(json, 'utf8'));
  return { text, digest: digestOf(text), name, value };
}

export function digestOf(text: string): string {
  return encodeBase64url(sha256(Buffer.from(text, 'ascii')));
}

/** A digest that no disclosure has (§4.2.5): nobody can tell it from one of a claim that is kept back. */
export function decoyDigest(): string {
  return encodeBase64url(sha256(randomBytes(32)));
}

/** As a sentence calls it. */
export function calledIn({ name }: Pick<Disclosure, 'name'>): string | Saying {
  return name ?? says('error.credential.part.element');
}

/** What is disclosed is none, or not where it stands. */
export function notAClaim(named?: Pick<Disclosure, 'name'>): CredentialRefusal {
  const name = named ? calledIn(named) : says('error.credential.part.something');
  return refused('disclosure-invalid', 'error.credential.disclosureInvalid', { name });
}
