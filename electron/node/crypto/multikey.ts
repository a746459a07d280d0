import { GhostStackError } from '#shared/contract/errors.ts';
import { says } from '#shared/protocol/saying.ts';
import { decodeMultibase, encodeMultibase } from './multibase.ts';

export type KeyKind = 'ed25519' | 'x25519';

export interface Multikey {
  readonly kind: KeyKind;
  /** 32 bytes. */
  readonly publicKey: Uint8Array;
}

const PUBLIC_KEY_BYTES = 32;

/** Multicodec codes ed25519-pub 0xed and x25519-pub 0xec, as unsigned varints. */
const PREFIX: Readonly<Record<KeyKind, readonly [number, number]>> = {
  ed25519: [0xed, 0x01],
  x25519: [0xec, 0x01],
};

/** `z6Mk...` for Ed25519, `z6LS...` for X25519 (W3C Controlled Identifiers §2.2.2, Multikey). */
export function encodeMultikey(kind: KeyKind, publicKey: Uint8Array): string {
  if (publicKey.length !== PUBLIC_KEY_BYTES) {
    throw new GhostStackError(
      'invalid-argument',
      says('error.crypto.publicKeyLength', { bytes: PUBLIC_KEY_BYTES, length: publicKey.length }),
    );
  }
  const bytes = new Uint8Array(2 + PUBLIC_KEY_BYTES);
  bytes.set(PREFIX[kind]);
  bytes.set(publicKey, 2);
  return encodeMultibase('base58btc', bytes);
}

/**
 * The keys of a cell are spelled for every message: base 58 costs more than a hash of it. By the object that holds a
 * key, which is the same as long as its member's log is; public keys are never written over.
 */
const spelled: Readonly<Record<KeyKind, WeakMap<Uint8Array, string>>> = {
  ed25519: new WeakMap(),
  x25519: new WeakMap(),
};

/** `encodeMultikey` of a key that is met again and again. */
export function spelledMultikey(kind: KeyKind, publicKey: Uint8Array): string {
  const known = spelled[kind].get(publicKey);
  if (known !== undefined) return known;
  const text = encodeMultikey(kind, publicKey);
  spelled[kind].set(publicKey, text);
  return text;
}

/** Only base58btc, as did:key writes it: a key has one spelling. Throws `malformed` or `unsupported`. */
export function decodeMultikey(text: string): Multikey {
  if (!text.startsWith('z')) {
    throw new GhostStackError('malformed', says('error.crypto.multikeyStart'));
  }
  const bytes = decodeMultibase(text);
  const kind = (Object.keys(PREFIX) as KeyKind[]).find(
    (name) => bytes[0] === PREFIX[name][0] && bytes[1] === PREFIX[name][1],
  );
  if (kind === undefined) {
    throw new GhostStackError('unsupported', says('error.crypto.keyKindUnknown'));
  }
  if (bytes.length !== 2 + PUBLIC_KEY_BYTES) {
    throw new GhostStackError(
      'malformed',
      says('error.crypto.publicKeyLengthOfKind', {
        kind,
        bytes: PUBLIC_KEY_BYTES,
        length: bytes.length - 2,
      }),
    );
  }
  return { kind, publicKey: bytes.slice(2) };
}
