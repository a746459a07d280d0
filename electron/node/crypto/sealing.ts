import { createCipheriv, createDecipheriv, createSecretKey, type KeyObject } from 'node:crypto';
import { Aes256Gcm, CipherSuite, DhkemX25519HkdfSha256, HkdfSha256 } from '@hpke/core';
import { GhostStackError } from '#shared/contract/errors.ts';
import { says } from '#shared/protocol/saying.ts';
import { decodeBase64url, encodeBase64url } from './base64url.ts';
import { hkdfExpand } from './hkdf.ts';
import type { SealingKeyPair } from './x25519.ts';

export type { SealingKeyPair } from './x25519.ts';

/**
 * Sealing of direct messages (docs/protocol.md, "Sealing"): HPKE (RFC 9180) in auth mode agrees on one secret
 * per context, and each message gets its own key from that secret and its id. Making a context costs about
 * 2 ms, a message some 50 microseconds; so contexts are kept and reused.
 */
const suite = new CipherSuite({
  kem: new DhkemX25519HkdfSha256(),
  kdf: new HkdfSha256(),
  aead: new Aes256Gcm(),
});

const EXPORTER_CONTEXT = Buffer.from('ghoststack/sealing/v1', 'utf8');
const MESSAGE_KEY_LABEL = 'ghoststack/message/v1';
const SECRET_BYTES = 32;
const KEY_BYTES = 32;
const NONCE_BYTES = 12;
/** What sealing adds to a plaintext: the GCM tag. */
const SEALED_OVERHEAD_BYTES = 16;
const ID_MAX_LENGTH = 128;

/** Contexts kept by a receiver: a few senders, each with a new context per start. */
const CACHED_CONTEXTS = 256;
/** Ids remembered by a sender. Ids are unique by themselves (UUIDs); this only catches a mistake. */
const REMEMBERED_IDS = 65_536;

export interface SealingSender {
  /** The encapsulated key as base64url; the recipient needs it to open what this sender sealed. */
  readonly enc: string;
  /**
   * Seals one message: AES-256-GCM ciphertext and tag. The id gives the message its key, so an id is sealed
   * once per context: a second time is refused with `conflict`. To retransmit, send the same bytes again.
   */
  seal(id: string, aad: Uint8Array, plaintext: Uint8Array): Uint8Array;
}

export interface SealingSenderOptions {
  readonly sender: SealingKeyPair;
  readonly recipientPublicKey: Uint8Array;
  /** Binds the context to a use (`ghoststack/envelope/v1`); the receiver must name the same. */
  readonly info: string;
}

/** Throws `invalid-argument` if a key is not an X25519 key or agrees on nothing (small order). */
export async function createSealingSender(options: SealingSenderOptions): Promise<SealingSender> {
  const info = Buffer.from(options.info, 'utf8');
  try {
    const context = await suite.createSenderContext({
      senderKey: await suite.kem.deserializePrivateKey(options.sender.privateKey),
      recipientPublicKey: await suite.kem.deserializePublicKey(options.recipientPublicKey),
      info,
    });
    const secret = secretKey(await context.export(EXPORTER_CONTEXT, SECRET_BYTES));
    return new ContextSender(encodeBase64url(new Uint8Array(context.enc)), secret);
  } catch (cause) {
    throw new GhostStackError('invalid-argument', says('error.crypto.cannotSeal'), { cause });
  }
}

class ContextSender implements SealingSender {
  readonly enc: string;
  readonly #secret: KeyObject;
  readonly #sealedIds = new Set<string>();

  constructor(enc: string, secret: KeyObject) {
    this.enc = enc;
    this.#secret = secret;
  }

  seal(id: string, aad: Uint8Array, plaintext: Uint8Array): Uint8Array {
    if (this.#sealedIds.has(id)) {
      throw new GhostStackError('conflict', says('error.crypto.sealedAlready', { id }));
    }
    const { key, nonce } = messageKey(this.#secret, id);
    this.#remember(id);
    const cipher = createCipheriv('aes-256-gcm', key, nonce);
    cipher.setAAD(aad);
    const sealed = Buffer.concat([cipher.update(plaintext), cipher.final(), cipher.getAuthTag()]);
    return new Uint8Array(sealed);
  }

  #remember(id: string): void {
    if (this.#sealedIds.size >= REMEMBERED_IDS) {
      const oldest = this.#sealedIds.values().next();
      if (!oldest.done) this.#sealedIds.delete(oldest.value);
    }
    this.#sealedIds.add(id);
  }
}

export interface SealedMessage {
  readonly senderPublicKey: Uint8Array;
  readonly enc: string;
  readonly id: string;
  readonly aad: Uint8Array;
  readonly sealed: Uint8Array;
}

/** Opens what senders sealed to one key pair; keeps the contexts it has seen. */
export class SealingReceiver {
  readonly #recipient: SealingKeyPair;
  readonly #info: Uint8Array;
  /** In order of last use. Promises, so that a batch of one sender makes its context once. */
  readonly #contexts = new Map<string, Promise<KeyObject>>();

  constructor(recipient: SealingKeyPair, info: string) {
    this.#recipient = recipient;
    this.#info = Buffer.from(info, 'utf8');
  }

  /** The plaintext. Throws `malformed` if any byte differs, or if sender or recipient are others. */
  async open({ senderPublicKey, enc, id, aad, sealed }: SealedMessage): Promise<Uint8Array> {
    if (sealed.length < SEALED_OVERHEAD_BYTES) throw doesNotOpen();
    const { key, nonce } = messageKey(await this.#secret(senderPublicKey, enc), id);
    const tagAt = sealed.length - SEALED_OVERHEAD_BYTES;
    const decipher = createDecipheriv('aes-256-gcm', key, nonce);
    decipher.setAAD(aad);
    decipher.setAuthTag(sealed.subarray(tagAt));
    try {
      return new Uint8Array(Buffer.concat([decipher.update(sealed.subarray(0, tagAt)), decipher.final()]));
    } catch (cause) {
      throw doesNotOpen(cause);
    }
  }

  async #secret(senderPublicKey: Uint8Array, enc: string): Promise<KeyObject> {
    const name = `${encodeBase64url(senderPublicKey)} ${enc}`;
    const known = this.#contexts.get(name);
    this.#contexts.delete(name);
    const secret = known ?? this.#agree(senderPublicKey, enc);
    this.#contexts.set(name, secret);
    if (this.#contexts.size > CACHED_CONTEXTS) {
      const oldest = this.#contexts.keys().next();
      if (!oldest.done) this.#contexts.delete(oldest.value);
    }
    try {
      return await secret;
    } catch (error) {
      this.#contexts.delete(name);
      throw error;
    }
  }

  async #agree(senderPublicKey: Uint8Array, enc: string): Promise<KeyObject> {
    const encapsulated = decodeBase64url(enc);
    try {
      const context = await suite.createRecipientContext({
        recipientKey: await suite.kem.deserializePrivateKey(this.#recipient.privateKey),
        senderPublicKey: await suite.kem.deserializePublicKey(senderPublicKey),
        enc: encapsulated,
        info: this.#info,
      });
      return secretKey(await context.export(EXPORTER_CONTEXT, SECRET_BYTES));
    } catch (cause) {
      throw doesNotOpen(cause);
    }
  }
}

function secretKey(exported: ArrayBuffer): KeyObject {
  return createSecretKey(new Uint8Array(exported));
}

/** HKDF-Expand(secret, "ghoststack/message/v1" || id, 44): 32 bytes of key, then 12 of nonce. */
function messageKey(secret: KeyObject, id: string): { key: KeyObject; nonce: Uint8Array } {
  if (id.length === 0 || id.length > ID_MAX_LENGTH) {
    throw new GhostStackError(
      'invalid-argument',
      says('error.crypto.messageIdLength', { limit: ID_MAX_LENGTH }),
    );
  }
  const bytes = hkdfExpand(secret, Buffer.from(MESSAGE_KEY_LABEL + id, 'utf8'), KEY_BYTES + NONCE_BYTES);
  // A key as bytes is first tried as an object, which costs three times as much as the decryption.
  return { key: createSecretKey(bytes.subarray(0, KEY_BYTES)), nonce: bytes.subarray(KEY_BYTES) };
}

function doesNotOpen(cause?: unknown): GhostStackError {
  return new GhostStackError('malformed', says('error.crypto.doesNotOpen'), {
    cause,
  });
}
