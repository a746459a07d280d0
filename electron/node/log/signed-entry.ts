import { GhostStackError, saysOf } from '#shared/contract/errors.ts';
import { issueSays } from '#shared/protocol/issue-saying.ts';
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
import { decodeMultikey } from '../crypto/multikey.ts';
import { signJson, verifyJson } from '../crypto/signed-json.ts';
import type { SigningKey } from '../crypto/signing-key.ts';
import { parseStrictJson } from '../crypto/strict-json.ts';

/** An entry that was parsed, hashed and found to be signed by its `key`, with the text that carries it. */
export interface CheckedEntry extends HashedEntry {
  readonly signature: string;
  /** JCS of `{ entry, signature }`: what is stored, sent and exported. */
  readonly text: string;
}

const BEFORE_ENTRY = '{"entry":';

/** Signs an entry with the key that it names. */
export function signEntry(key: Pick<SigningKey, 'sign'>, entry: Entry): CheckedEntry {
  const signature = signJson(key, ENTRY_DOMAIN, entry);
  return check({ entry, signature }, canonicalize({ entry, signature }));
}

/** An entry with its hash, before anybody signs it. */
export function hashEntry(entry: Entry): HashedEntry {
  return { hash: sha256Hex(canonicalize(entry)), entry };
}

/**
 * Size, strict JSON, schema, canonical form and signature, in that order.
 * @throws {GhostStackError} `too-large`, `malformed` or `bad-signature`
 */
export function parseEntry(text: string): CheckedEntry {
  return check(readEntry(text), text);
}

/** Why others would not read an entry once it is signed, or null: what its writer asks before. */
export function unreadable(entry: Entry): Saying | null {
  try {
    readEntry(canonicalize({ entry, signature: 'A'.repeat(SIGNATURE_LENGTH) }));
    return null;
  } catch (thrown) {
    return saysOf(thrown);
  }
}

function readEntry(text: string): SignedEntry {
  const parsed = SignedEntry.safeParse(parseStrictJson(text, { maxBytes: ENTRY_MAX_BYTES }));
  if (!parsed.success) {
    throw new GhostStackError(
      'malformed',
      says('error.log.notReceipt', { issue: issueSays(parsed.error.issues) }),
    );
  }
  if (canonicalize(parsed.data) !== text)
    throw new GhostStackError('malformed', says('error.log.receiptNotCanonical'));
  return parsed.data;
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
  const { entry, signature } = parsed.data;
  const tail = `,"signature":"${signature}"}`;
  const signed = text.slice(BEFORE_ENTRY.length, -tail.length);
  if (text !== `${BEFORE_ENTRY}${signed}${tail}` || sha256Hex(signed) !== hash)
    throw new GhostStackError('malformed', says('error.log.rowNotAsStored'));
  return { hash, entry, signature, text };
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function check({ entry, signature }: SignedEntry, text: string): CheckedEntry {
  const bytes = Buffer.byteLength(text, 'utf8');
  if (bytes > ENTRY_MAX_BYTES) {
    throw new GhostStackError(
      'too-large',
      says('error.log.receiptTooLarge', { limit: ENTRY_MAX_BYTES, bytes }),
    );
  }
  if (!verifyJson(signature, ENTRY_DOMAIN, entry, signingKeyOf(entry))) {
    throw new GhostStackError('bad-signature', says('error.log.receiptChanged'));
  }
  return { ...hashEntry(entry), signature, text };
}

/** What is spelled like a Multikey and is none is no entry at all, whichever way it fails. */
function signingKeyOf({ key }: Entry): Uint8Array {
  try {
    const { kind, publicKey } = decodeMultikey(key);
    if (kind === 'ed25519') return publicKey;
  } catch {
    // Told below, with one code.
  }
  throw new GhostStackError('malformed', says('error.log.receiptKey'));
}
