import {
  createCipheriv,
  createDecipheriv,
  createHmac,
  createPrivateKey,
  createPublicKey,
  diffieHellman,
} from 'node:crypto';

/**
 * A second reading of RFC 9180 for DHKEM(X25519, HKDF-SHA256) with HKDF-SHA256, modes base and auth, made of
 * node:crypto alone. It shares nothing with the product's HPKE library: the vectors check it, it checks us.
 */
const KEM_ID = 0x0020;
const KDF_ID = 0x0001;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;

export type AeadId = 1 | 2;

export interface HpkeSetup {
  readonly aeadId: AeadId;
  readonly info: Uint8Array;
  readonly enc: Uint8Array;
  readonly recipientPrivateKey: Uint8Array;
  /** Present in auth mode. */
  readonly senderPublicKey?: Uint8Array;
}

export interface HpkeContext {
  readonly sharedSecret: Buffer;
  readonly keyScheduleContext: Buffer;
  readonly secret: Buffer;
  readonly key: Buffer;
  readonly baseNonce: Buffer;
  readonly exporterSecret: Buffer;
  export(exporterContext: Uint8Array, length: number): Buffer;
  seal(sequenceNumber: number, aad: Uint8Array, plaintext: Uint8Array): Buffer;
  open(sequenceNumber: number, aad: Uint8Array, ciphertext: Uint8Array): Buffer;
}

/** RFC 9180 §5.1: SetupBaseR and SetupAuthR. */
export function setupRecipient(setup: HpkeSetup): HpkeContext {
  const { enc, recipientPrivateKey: skR, senderPublicKey: pkS } = setup;
  const pkR = publicKeyOf(skR);
  const dh = [x25519(skR, enc), ...(pkS ? [x25519(skR, pkS)] : [])];
  const kemContext = Buffer.concat([enc, pkR, ...(pkS ? [pkS] : [])]);
  const kem = labeled(Buffer.concat([Buffer.from('KEM'), uint16(KEM_ID)]));
  const prk = kem.extract(empty(), 'eae_prk', Buffer.concat(dh));
  const sharedSecret = kem.expand(prk, 'shared_secret', kemContext, 32);
  return keySchedule(pkS ? 2 : 0, sharedSecret, setup);
}

/** RFC 9180 §7.1.3: DeriveKeyPair for X25519. */
export function deriveKeyPair(ikm: Uint8Array): { privateKey: Buffer; publicKey: Buffer } {
  const kem = labeled(Buffer.concat([Buffer.from('KEM'), uint16(KEM_ID)]));
  const privateKey = kem.expand(kem.extract(empty(), 'dkp_prk', ikm), 'sk', empty(), 32);
  return { privateKey, publicKey: publicKeyOf(privateKey) };
}

function keySchedule(mode: 0 | 2, sharedSecret: Buffer, { aeadId, info }: HpkeSetup): HpkeContext {
  const suite = labeled(Buffer.concat([Buffer.from('HPKE'), uint16(KEM_ID), uint16(KDF_ID), uint16(aeadId)]));
  const keyScheduleContext = Buffer.concat([
    Buffer.from([mode]),
    suite.extract(empty(), 'psk_id_hash', empty()),
    suite.extract(empty(), 'info_hash', info),
  ]);
  const secret = suite.extract(sharedSecret, 'secret', empty());
  const key = suite.expand(secret, 'key', keyScheduleContext, aeadId === 1 ? 16 : 32);
  const baseNonce = suite.expand(secret, 'base_nonce', keyScheduleContext, NONCE_BYTES);
  const exporterSecret = suite.expand(secret, 'exp', keyScheduleContext, 32);
  const cipherName = aeadId === 1 ? 'aes-128-gcm' : 'aes-256-gcm';
  return {
    sharedSecret,
    keyScheduleContext,
    secret,
    key,
    baseNonce,
    exporterSecret,
    export: (exporterContext, length) => suite.expand(exporterSecret, 'sec', exporterContext, length),
    seal(sequenceNumber, aad, plaintext) {
      const cipher = createCipheriv(cipherName, key, nonceAt(baseNonce, sequenceNumber));
      cipher.setAAD(aad);
      return Buffer.concat([cipher.update(plaintext), cipher.final(), cipher.getAuthTag()]);
    },
    open(sequenceNumber, aad, ciphertext) {
      const decipher = createDecipheriv(cipherName, key, nonceAt(baseNonce, sequenceNumber));
      decipher.setAAD(aad);
      decipher.setAuthTag(ciphertext.subarray(-TAG_BYTES));
      return Buffer.concat([decipher.update(ciphertext.subarray(0, -TAG_BYTES)), decipher.final()]);
    },
  };
}

function nonceAt(baseNonce: Buffer, sequenceNumber: number): Buffer {
  const nonce = Buffer.from(baseNonce);
  nonce.writeUInt32BE((nonce.readUInt32BE(8) ^ sequenceNumber) >>> 0, 8);
  return nonce;
}

function labeled(suiteId: Buffer) {
  const version = Buffer.from('HPKE-v1');
  return {
    extract: (salt: Uint8Array, label: string, ikm: Uint8Array): Buffer =>
      hmac(salt, Buffer.concat([version, suiteId, Buffer.from(label), ikm])),
    expand(prk: Uint8Array, label: string, info: Uint8Array, length: number): Buffer {
      const labeledInfo = Buffer.concat([uint16(length), version, suiteId, Buffer.from(label), info]);
      const blocks: Buffer[] = [];
      for (let counter = 1; blocks.length * 32 < length; counter++) {
        blocks.push(
          hmac(prk, Buffer.concat([blocks.at(-1) ?? empty(), labeledInfo, Buffer.from([counter])])),
        );
      }
      return Buffer.concat(blocks).subarray(0, length);
    },
  };
}

function hmac(key: Uint8Array, data: Uint8Array): Buffer {
  return createHmac('sha256', key).update(data).digest();
}

function x25519(privateKey: Uint8Array, publicKey: Uint8Array): Buffer {
  return diffieHellman({ privateKey: importPrivate(privateKey), publicKey: importPublic(publicKey) });
}

function publicKeyOf(privateKey: Uint8Array): Buffer {
  const der = createPublicKey(importPrivate(privateKey)).export({ format: 'der', type: 'spki' });
  return der.subarray(-32);
}

function importPrivate(key: Uint8Array) {
  const der = Buffer.concat([Buffer.from('302e020100300506032b656e04220420', 'hex'), key]);
  return createPrivateKey({ key: der, format: 'der', type: 'pkcs8' });
}

function importPublic(key: Uint8Array) {
  const der = Buffer.concat([Buffer.from('302a300506032b656e032100', 'hex'), key]);
  return createPublicKey({ key: der, format: 'der', type: 'spki' });
}

function uint16(value: number): Buffer {
  return Buffer.from([value >> 8, value & 0xff]);
}

function empty(): Buffer {
  return Buffer.alloc(0);
}
