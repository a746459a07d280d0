import { type Saying, says } from '#shared/protocol/saying.ts';
import { decodeMultikey, encodeMultikey, type KeyKind } from '../../crypto/multikey.ts';
import type { VerificationMethod } from '../did-key.ts';
import type { DidWebvhDocument } from './entry.ts';
import { DidLogError } from './log-error.ts';

/** The document of a member: one key that signs and one that seals, and nothing else. */
export interface MemberDidDocument extends DidWebvhDocument {
  readonly '@context': readonly string[];
  readonly verificationMethod: readonly VerificationMethod[];
  readonly authentication: readonly string[];
  readonly assertionMethod: readonly string[];
  readonly keyAgreement: readonly string[];
}

export interface MemberKeys {
  /** Ed25519, 32 bytes. */
  readonly signingPublicKey: Uint8Array;
  /** X25519, 32 bytes. */
  readonly sealingPublicKey: Uint8Array;
}

/** W3C DID Core with Multikey; the same keys always give the same document. */
export function memberDocument(did: string, keys: MemberKeys): MemberDidDocument {
  const method = (kind: KeyKind, publicKey: Uint8Array): VerificationMethod => {
    const publicKeyMultibase = encodeMultikey(kind, publicKey);
    return { id: `${did}#${publicKeyMultibase}`, type: 'Multikey', controller: did, publicKeyMultibase };
  };
  const signing = method('ed25519', keys.signingPublicKey);
  const sealing = method('x25519', keys.sealingPublicKey);
  return {
    '@context': ['https://www.w3.org/ns/did/v1', 'https://w3id.org/security/multikey/v1'],
    id: did,
    verificationMethod: [signing, sealing],
    authentication: [signing.id],
    assertionMethod: [signing.id],
    keyAgreement: [sealing.id],
  };
}

/** Any resolved DID, or one of its versions. */
export interface HasDocument {
  readonly document: DidWebvhDocument;
}

/**
 * The Ed25519 key (32 bytes) with which the owner signs entries, envelopes and credentials: the only one that the
 * document names for authentication and for assertion. Throws DidLogError of the rule `document`.
 */
export function signingKeyOf({ document }: HasDocument): Uint8Array {
  const key = onlyKey(document, 'authentication', 'ed25519');
  if (!sameBytes(key, onlyKey(document, 'assertionMethod', 'ed25519'))) {
    throw refuse(says('error.didLog.document.keysDiffer'));
  }
  return key;
}

/** The X25519 key (32 bytes) to which messages are sealed: the only one for key agreement. Throws as above. */
export function sealingKeyOf({ document }: HasDocument): Uint8Array {
  return onlyKey(document, 'keyAgreement', 'x25519');
}

function onlyKey(document: DidWebvhDocument, purpose: string, kind: KeyKind): Uint8Array {
  const references = document[purpose];
  const reference: unknown = Array.isArray(references) && references.length === 1 ? references[0] : undefined;
  if (typeof reference !== 'string') throw refuse(says('error.didLog.document.notOneKey', { purpose }));
  const methods = Array.isArray(document.verificationMethod) ? document.verificationMethod : [];
  const named = methods.filter((method: unknown) => property(method, 'id') === reference);
  const [method] = named;
  if (
    named.length !== 1 ||
    !reference.startsWith(`${document.id}#`) ||
    property(method, 'type') !== 'Multikey' ||
    property(method, 'controller') !== document.id
  ) {
    throw refuse(says('error.didLog.document.notOwnMultikey', { purpose }));
  }
  return decoded(property(method, 'publicKeyMultibase'), purpose, kind);
}

function decoded(multikey: unknown, purpose: string, kind: KeyKind): Uint8Array {
  try {
    const key = decodeMultikey(String(multikey));
    if (key.kind === kind) return key.publicKey;
  } catch {
    // The message below says it better.
  }
  throw refuse(says('error.didLog.document.keyKind', { purpose, kind }));
}

function property(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;
}

function sameBytes(one: Uint8Array, other: Uint8Array): boolean {
  return Buffer.compare(one, other) === 0;
}

function refuse(what: Saying): DidLogError {
  return new DidLogError('document', null, what);
}
