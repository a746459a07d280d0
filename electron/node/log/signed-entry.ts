import { GhostStackError, saysOf } from '#shared/contract/errors.ts';
import {
  ENTRY_DOMAIN,
  ENTRY_MAX_BYTES,
  type Entry,
  type HashedEntry,
  SIGNATURE_LENGTH,
  SignedEntry,
} from '#shared/protocol/log/entry.ts';
import { type Saying, says } from '#shared/protocol/saying.ts';
import { canonicalize } from '../crypto/canonical-json.ts';
import { sha256Hex } from '../crypto/hash.ts';
import { signText } from '../crypto/signed-json.ts';
import type { SigningKey } from '../crypto/signing-key.ts';
import { isBuiltOf, isSigned, type ReadEntry, readEntry, signedPart, textOf } from './read-entry.ts';

/** An entry that was parsed, hashed and found to be signed by its `key`, with the text that carries it. */
export type CheckedEntry = ReadEntry;

/** An entry before anybody signs it, with its canonical form, of which all else is made. */
export interface UnsignedEntry extends HashedEntry {
  /** JCS of the entry. */
  readonly canonical: string;
}

/** Signs an entry with the key that it names. */
export function signEntry(key: Pick<SigningKey, 'sign'>, entry: Entry): CheckedEntry {
  return signHashed(key, hashEntry(entry));
}

/** The same, for one that is hashed already. */
export function signHashed(
  key: Pick<SigningKey, 'sign'>,
  { hash, entry, canonical }: UnsignedEntry,
): CheckedEntry {
  const signature = signText(key, ENTRY_DOMAIN, canonical);
  const text = textOf(canonical, signature);
  const bytes = Buffer.byteLength(text, 'utf8');
  if (bytes > ENTRY_MAX_BYTES) {
    throw new GhostStackError(
      'too-large',
      says('error.log.receiptTooLarge', { limit: ENTRY_MAX_BYTES, bytes }),
    );
  }
  // A key that is not the one it names makes no signature, and hardware that failed none either.
  return signed({ hash, entry, signature, text });
}

/** An entry with its hash, before anybody signs it. */
export function hashEntry(entry: Entry): UnsignedEntry {
  const canonical = canonicalize(entry);
  return { hash: sha256Hex(canonical), entry, canonical };
}

/**
 * Size, strict JSON, schema, canonical form and signature, in that order.
 * @throws {GhostStackError} `too-large`, `malformed` or `bad-signature`
 */
export function parseEntry(text: string): CheckedEntry {
  return signed(readEntry(text));
}

/** Why others would not read an entry once it is signed, or null: what its writer asks before. */
export function unreadable({ canonical }: Pick<UnsignedEntry, 'canonical'>): Saying | null {
  try {
    readEntry(textOf(canonical, 'A'.repeat(SIGNATURE_LENGTH)));
    return null;
  } catch (thrown) {
    return saysOf(thrown);
  }
}

/** The same, with what is wrong; whatever a text does to the code that reads it. */
export function tryParseEntry(text: string): CheckedEntry | { readonly error: Saying } {
  try {
    return parseEntry(text);
  } catch (thrown) {
    return { error: saysOf(thrown) };
  }
}

/**
 * For rows of one's own database: the very bytes that were checked when they were stored are not checked for their
 * signature again.
 * @throws {GhostStackError} `malformed` if they are others
 */
export function readStoredEntry(hash: string, text: string): CheckedEntry {
  const parsed = SignedEntry.safeParse(jsonOf(text));
  if (!parsed.success) throw new GhostStackError('malformed', says('error.log.rowNotReceipt'));
  const { entry, signature = null } = parsed.data;
  requireStored(hash, text, signature);
  return { hash, entry, signature, text };
}

/**
 * The entry in a row that has been read before: by its hash it is what it was then.
 * @throws {GhostStackError} `malformed` if it is not
 */
export function rereadEntry(hash: string, text: string): Entry {
  const { entry, signature = null } = (jsonOf(text) ?? {}) as Partial<SignedEntry>;
  if (!entry) throw new GhostStackError('malformed', says('error.log.rowNotReceipt'));
  requireStored(hash, text, signature);
  return entry;
}

function requireStored(hash: string, text: string, signature: string | null): void {
  const part = signedPart(text, signature);
  if (!isBuiltOf(text, part, signature) || sha256Hex(part) !== hash)
    throw new GhostStackError('malformed', says('error.log.rowNotAsStored'));
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function signed(read: ReadEntry): CheckedEntry {
  if (isSigned(read)) return read;
  throw new GhostStackError('bad-signature', says('error.log.receiptChanged'));
}
