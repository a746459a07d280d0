import { GhostStackError } from '#shared/contract/errors.ts';
import { says } from '#shared/protocol/saying.ts';
import { signJson, verifyJson } from '../crypto/signed-json.ts';
import { SigningKey } from '../crypto/signing-key.ts';
import { openStore, type Store } from '../store/store.ts';
import { type Credential, isCredentialValid, makeCredential } from './credential.ts';
import type { JsonObject } from './data-integrity.ts';
import { type DidDocument, didDocument, publicKeyFromDid } from './did-key.ts';

/** Of the names that people use for a DID: `did:sov:alice`. */
export const ALIAS_PREFIX = 'did:sov:';
/** The characters that DID Core §3.1 allows in an identifier without escapes. */
const OWNER = /^[A-Za-z0-9._-]{1,40}$/;

export type DidEvent =
  | { readonly kind: 'created'; readonly owner: string; readonly alias: string; readonly did: string }
  | {
      readonly kind: 'issued';
      readonly issuer: string;
      readonly subject: string;
      readonly type: string;
      readonly id: string;
    }
  | { readonly kind: 'verified'; readonly id: string; readonly subject: string; readonly valid: boolean }
  | { readonly kind: 'disclosed'; readonly id: string; readonly fields: readonly string[] };

export interface DidServiceOptions {
  /** Holds aliases and credentials. Keys stay in memory: they belong into a key store. */
  store?: Store;
  now?: () => number;
  observe?: (event: DidEvent) => void;
}

export interface CredentialRequest {
  issuerDid: string;
  subjectDid: string;
  credentialType: string;
  claims: JsonObject;
}

/**
 * The tutorial's identities with real keys: `did:sov:alice` is the alias, in this service, of a did:key. Aliases
 * are for people; whatever is signed names the did:key. Every method takes either.
 */
export class DidService {
  readonly #store: Store;
  readonly #now: () => number;
  readonly #observe: (event: DidEvent) => void;
  readonly #keys = new Map<string, SigningKey>();
  readonly #statements;

  constructor({
    store = openStore({ path: ':memory:' }),
    now = Date.now,
    observe = () => {},
  }: DidServiceOptions = {}) {
    this.#store = store;
    this.#now = now;
    this.#observe = observe;
    const { db } = store;
    this.#statements = {
      didOf: db.prepare<[string], string>('SELECT did FROM service_did WHERE alias = ?').pluck(),
      aliasOf: db.prepare<[string], string>('SELECT alias FROM service_did WHERE did = ?').pluck(),
      bind: db.prepare('INSERT INTO service_did (alias, did, created_at_ms) VALUES (?, ?, ?)'),
      credential: db
        .prepare<[string], string>('SELECT credential FROM service_credential WHERE id = ?')
        .pluck(),
      keep: db.prepare(
        'INSERT INTO service_credential (id, issuer, subject, type, credential) VALUES (?, ?, ?, ?, ?)',
      ),
    };
  }

  /**
   * Makes a key for the owner, or takes the one given, and returns the alias `did:sov:<owner>`. Throws
   * `already-exists` if the alias stands for another key.
   */
  createDid(owner: string, { key = SigningKey.generate() }: { key?: SigningKey } = {}): string {
    const alias = this.#bind(owner, key.did);
    this.#keys.set(key.did, key);
    this.#observe({ kind: 'created', owner, alias, did: key.did });
    return alias;
  }

  /** Gives an alias to somebody else's did:key: it can be resolved and verified here, not signed for. */
  addDid(owner: string, did: string): string {
    publicKeyFromDid(did);
    return this.#bind(owner, did);
  }

  has(did: string): boolean {
    return this.#find(did) !== null;
  }

  /** The did:key behind an alias or a did:key. Throws `not-found`. */
  didKey(did: string): string {
    const found = this.#find(did);
    if (found === null) {
      throw new GhostStackError('not-found', says('error.identity.didUnknown', { did: describe(did) }));
    }
    return found;
  }

  /** `alice` for `did:sov:alice` and for the did:key it stands for. Throws `not-found`. */
  ownerOf(did: string): string {
    const alias = this.#statements.aliasOf.get(this.didKey(did));
    return ownerOfAlias(alias ?? did);
  }

  /** The W3C DID document. Throws `not-found`. */
  resolve(did: string): DidDocument {
    return didDocument(this.didKey(did));
  }

  /** The key of an identity that was created here. Throws `not-found`, or `key-missing` for one that was added. */
  signingKey(did: string): SigningKey {
    const didKey = this.didKey(did);
    const key = this.#keys.get(didKey);
    if (key === undefined) {
      throw new GhostStackError('key-missing', says('error.identity.keyNotHere', { did: describe(did) }));
    }
    return key;
  }

  /** base64url Ed25519 over UTF-8(`${domain}\n`) || JCS(value). */
  sign(did: string, domain: string, value: unknown): string {
    return signJson(this.signingKey(did), domain, value);
  }

  verify(did: string, signature: string, domain: string, value: unknown): boolean {
    return verifyJson(signature, domain, value, publicKeyFromDid(this.didKey(did)));
  }

  /** Issues a signed credential and returns its id. Takes the tutorial's names as an object, or in their order. */
  issueCredential(request: CredentialRequest): string;
  issueCredential(issuerDid: string, subjectDid: string, credentialType: string, claims: JsonObject): string;
  issueCredential(
    first: CredentialRequest | string,
    subject?: string,
    kind?: string,
    content?: JsonObject,
  ): string {
    const { issuerDid, subjectDid, credentialType, claims } =
      typeof first === 'object' && first !== null
        ? first
        : { issuerDid: first, subjectDid: subject ?? '', credentialType: kind ?? '', claims: content ?? {} };
    const credential = makeCredential(this.signingKey(issuerDid), {
      issuer: this.didKey(issuerDid),
      subject: this.didKey(subjectDid),
      type: credentialType,
      claims,
      atMs: this.#now(),
    });
    const { id, issuer } = credential;
    this.#statements.keep.run(
      id,
      issuer,
      credential.credentialSubject.id,
      credentialType,
      JSON.stringify(credential),
    );
    this.#observe({ kind: 'issued', issuer: issuerDid, subject: subjectDid, type: credentialType, id });
    return id;
  }

  /** The whole credential, as it may be handed on. Throws `not-found`. */
  credential(id: string): Credential {
    const text = typeof id === 'string' ? this.#statements.credential.get(id) : undefined;
    if (text === undefined) {
      throw new GhostStackError('not-found', says('error.identity.noCredential', { id: describe(id) }));
    }
    return JSON.parse(text) as Credential;
  }

  /** Whether its issuer signed it as it stands. Takes an id (throws `not-found`) or a credential from elsewhere. */
  verifyCredential(credential: string | JsonObject): boolean {
    const value = typeof credential === 'string' ? this.credential(credential) : credential;
    const valid = isCredentialValid(value, this.#now());
    const { id, credentialSubject } = value as Partial<Credential>;
    const subject = credentialSubject?.id;
    this.#observe({ kind: 'verified', id: String(id), subject: String(subject), valid });
    return valid;
  }

  /** Only the named claims. Throws `invalid-argument` on a claim that the credential does not make. */
  selectiveDisclosure(id: string, fields: readonly string[]): Record<string, unknown> {
    const { id: _, ...claims } = this.credential(id).credentialSubject;
    if (!Array.isArray(fields)) {
      throw new GhostStackError('invalid-argument', says('error.identity.fieldsNotList'));
    }
    for (const field of fields) {
      if (!Object.hasOwn(claims, field)) {
        throw new GhostStackError(
          'invalid-argument',
          says('error.identity.noClaim', { field: describe(field) }),
        );
      }
    }
    const disclosed = Object.fromEntries(fields.map((field) => [field, claims[field]]));
    this.#observe({ kind: 'disclosed', id, fields: Object.keys(disclosed) });
    return disclosed;
  }

  #find(did: unknown): string | null {
    if (typeof did !== 'string') return null;
    const behind = this.#statements.didOf.get(did);
    if (behind !== undefined) return behind;
    return this.#statements.aliasOf.get(did) === undefined ? null : did;
  }

  #bind(owner: string, did: string): string {
    if (typeof owner !== 'string' || !OWNER.test(owner)) {
      throw new GhostStackError(
        'invalid-argument',
        says('error.identity.ownerName', { owner: describe(owner) }),
      );
    }
    const alias = ALIAS_PREFIX + owner;
    this.#store.transaction(() => {
      const bound = this.#statements.didOf.get(alias);
      if (bound === did) return;
      const other = this.#statements.aliasOf.get(did);
      if (bound !== undefined || other !== undefined) {
        throw new GhostStackError(
          'already-exists',
          other === undefined
            ? says('error.identity.ownerExists', { alias })
            : says('error.identity.keyTaken', { alias: other }),
        );
      }
      this.#statements.bind.run(alias, did, this.#now());
    });
    return alias;
  }
}

/** `alice` for `did:sov:alice`; anything else as it is. */
export function ownerOfAlias(did: string): string {
  return did.startsWith(ALIAS_PREFIX) ? did.slice(ALIAS_PREFIX.length) : did;
}

function describe(value: unknown): string {
  return JSON.stringify(value)?.slice(0, 120) ?? String(value);
}
