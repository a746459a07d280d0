import { createPrivateKey, createPublicKey, type KeyObject, randomBytes, sign } from 'node:crypto';
import { inspect } from 'node:util';
import { GhostStackError } from '#shared/contract/errors.ts';
import { says } from '#shared/protocol/saying.ts';
import { encodeMultikey } from './multikey.ts';
import { type SealingKeyPair, x25519PrivateKeyFromSeed, x25519PublicKey } from './x25519.ts';

export const SEED_BYTES = 32;

/** A PKCS #8 header (RFC 8410) before the 32 bytes of the seed. */
const PKCS8_PREFIX = Buffer.from('302e020100300506032b657004220420', 'hex');

/**
 * An Ed25519 key that signs, and the X25519 key that did:key derives from it. The seed sits in private fields:
 * logging, JSON, structured clones and spreads of a key show its DID only.
 */
export class SigningKey {
  /** 32 bytes. */
  readonly publicKey: Uint8Array;
  /** `did:key:z6Mk...` */
  readonly did: string;
  readonly #seed: Uint8Array;
  readonly #key: KeyObject;
  #sealing: SealingKeyPair | undefined;

  private constructor(seed: Uint8Array) {
    this.#seed = seed;
    this.#key = createPrivateKey({ key: Buffer.concat([PKCS8_PREFIX, seed]), format: 'der', type: 'pkcs8' });
    const spki = createPublicKey(this.#key).export({ format: 'der', type: 'spki' });
    this.publicKey = new Uint8Array(spki.subarray(-32));
    this.did = `did:key:${encodeMultikey('ed25519', this.publicKey)}`;
  }

  static generate(): SigningKey {
    return new SigningKey(new Uint8Array(randomBytes(SEED_BYTES)));
  }

  /** The seed is RFC 8032's 32-byte private key; it is copied. Throws `invalid-argument` on another length. */
  static fromSeed(seed: Uint8Array): SigningKey {
    if (!(seed instanceof Uint8Array) || seed.length !== SEED_BYTES) {
      throw new GhostStackError('invalid-argument', says('error.crypto.seedLength', { bytes: SEED_BYTES }));
    }
    return new SigningKey(Uint8Array.from(seed));
  }

  /** Ed25519 (RFC 8032), deterministic: 64 bytes. */
  sign(message: Uint8Array): Uint8Array {
    return new Uint8Array(sign(null, message, this.#key));
  }

  /** A copy of the seed, for the key store and for libp2p's identity. It never leaves the node's process. */
  exportSeed(): Uint8Array {
    return Uint8Array.from(this.#seed);
  }

  /** The key pair with which messages to and from this DID are sealed. */
  get sealing(): SealingKeyPair {
    this.#sealing ??= new DerivedSealingKey(this.#seed);
    return this.#sealing;
  }

  toJSON(): { did: string } {
    return { did: this.did };
  }

  [inspect.custom](): string {
    return `SigningKey(${this.did})`;
  }
}

class DerivedSealingKey implements SealingKeyPair {
  readonly publicKey: Uint8Array;
  readonly #privateKey: Uint8Array;

  constructor(seed: Uint8Array) {
    this.#privateKey = x25519PrivateKeyFromSeed(seed);
    this.publicKey = x25519PublicKey(this.#privateKey);
  }

  get privateKey(): Uint8Array {
    return this.#privateKey;
  }

  toJSON(): { publicKey: string } {
    return { publicKey: encodeMultikey('x25519', this.publicKey) };
  }

  [inspect.custom](): string {
    return `SealingKey(${encodeMultikey('x25519', this.publicKey)})`;
  }
}
