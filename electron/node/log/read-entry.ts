import { GhostStackError } from '#shared/contract/errors.ts';
import { issueSays } from '#shared/protocol/issue-saying.ts';
import {
  ENTRY_DOMAIN,
  ENTRY_MAX_BYTES,
  type Entry,
  type HashedEntry,
  SignedEntry,
} from '#shared/protocol/log/entry.ts';
import { says } from '#shared/protocol/saying.ts';
import { decodeBase64url } from '../crypto/base64url.ts';
import { sha256Hex } from '../crypto/hash.ts';
import { decodeMultikey } from '../crypto/multikey.ts';
import { readCanonicalJson } from '../crypto/read-canonical.ts';
import { verifySignature, verifySignatureAside } from '../crypto/signature-rule.ts';

/** An entry that was parsed and hashed, with the text that carries it; who signed it is not asked yet. */
export interface ReadEntry extends HashedEntry {
  /** Null where others vouch for it. */
  readonly signature: string | null;
  /** JCS of `{ entry, signature }`, or of `{ entry }`: what is stored, sent and exported. */
  readonly text: string;
}

const BEFORE_ENTRY = '{"entry":';

/**
 * Size, strict JSON, schema, canonical form and the spelling of the key, in that order.
 * @throws {GhostStackError} `too-large` or `malformed`
 */
export function readEntry(text: string): ReadEntry {
  const { value, isCanonical } = readCanonicalJson(text, { maxBytes: ENTRY_MAX_BYTES });
  const parsed = SignedEntry.safeParse(value);
  if (!parsed.success) {
    throw new GhostStackError(
      'malformed',
      says('error.log.notReceipt', { issue: issueSays(parsed.error.issues) }),
    );
  }
  if (!isCanonical) throw new GhostStackError('malformed', says('error.log.receiptNotCanonical'));
  const { entry, signature = null } = parsed.data;
  signingKeyOf(entry);
  return { hash: sha256Hex(signedPart(text, signature)), entry, signature, text };
}

/** In a canonical text: the JCS of the entry, which is what its hash and its signature are over. */
export function signedPart(text: string, signature: string | null): string {
  return text.slice(BEFORE_ENTRY.length, -afterEntry(signature).length);
}

/** Whether a text is built of these parts. */
export function isBuiltOf(text: string, part: string, signature: string | null): boolean {
  return text === textOf(part, signature);
}

/** JCS of `{ entry, signature }`, or of `{ entry }`. */
export function textOf(part: string, signature: string | null): string {
  return `${BEFORE_ENTRY}${part}${afterEntry(signature)}`;
}

/** The same entry as it travels when its own signature does not hold. */
export function withoutSignature<T extends ReadEntry>(read: T): T & { readonly signature: null } {
  const { text, signature } = read;
  if (signature === null) return { ...read, signature };
  return { ...read, signature: null, text: textOf(signedPart(text, signature), null) };
}

/** Whether an entry is signed by its `key`. */
export function isSigned(read: ReadEntry): boolean {
  const asked = toAsk(read);
  return asked !== null && verifySignature(...asked);
}

/** The same verdict, computed beside this thread. */
export async function isSignedAside(read: ReadEntry): Promise<boolean> {
  const asked = toAsk(read);
  return asked !== null && (await verifySignatureAside(...asked));
}

function toAsk({ entry, signature, text }: ReadEntry): [Uint8Array, Uint8Array, Uint8Array] | null {
  if (signature === null) return null;
  try {
    const message = Buffer.from(`${ENTRY_DOMAIN}\n${signedPart(text, signature)}`, 'utf8');
    return [decodeBase64url(signature), message, signingKeyOf(entry)];
  } catch {
    return null;
  }
}

function afterEntry(signature: string | null): string {
  // As JSON: whoever spoiled it may have put in what JSON escapes.
  return signature === null ? '}' : `,"signature":${JSON.stringify(signature)}}`;
}

/** A cell has few keys, and decoding one costs as much as parsing an entry does. */
const KEYS_KEPT = 1024;
const keys = new Map<string, Uint8Array>();

/** What is spelled like a Multikey and is none is no entry at all, whichever way it fails. */
function signingKeyOf({ key }: Entry): Uint8Array {
  const known = keys.get(key);
  if (known) return known;
  const decoded = decodedKey(key);
  if (!decoded) throw new GhostStackError('malformed', says('error.log.receiptKey'));
  for (const oldest of keys.keys()) {
    if (keys.size < KEYS_KEPT) break;
    keys.delete(oldest);
  }
  keys.set(key, decoded);
  return decoded;
}

function decodedKey(key: string): Uint8Array | null {
  try {
    const { kind, publicKey } = decodeMultikey(key);
    return kind === 'ed25519' ? publicKey : null;
  } catch {
    return null;
  }
}
