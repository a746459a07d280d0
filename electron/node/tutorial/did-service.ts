import { GhostStackError } from '#shared/contract/errors.ts';
import { says } from '#shared/protocol/saying.ts';
import {
  type CheckedCredential,
  type CheckPolicy,
  checkCredential,
  issueInBothForms,
  makeRequest,
  type PresentationRequest,
  presentParts,
  type Refusal,
  type WholeCredential,
} from '../credentials/index.ts';
import { signJson, verifyJson } from '../crypto/signed-json.ts';
import { SigningKey } from '../crypto/signing-key.ts';
import type { JsonObject } from '../identity/data-integrity.ts';
import { type DidDocument, didDocument, publicKeyFromDid } from '../identity/did-key.ts';
import { openStore, type Store } from '../store/store.ts';
import { CellCredentials } from './cell-credentials.ts';
import { CredentialShelf, isCredentialText, requireClaims } from './credential-shelf.ts';
import type { CredentialRequest, DidEvent, DidServiceOptions } from './did-service-options.ts';
import { typeOfClaims } from './type-of-claims.ts';

/** Of the names that people use for a DID: `did:sov:alice`. */
export const ALIAS_PREFIX = 'did:sov:';
/** The characters that DID Core §3.1 allows in an identifier without escapes. */
const OWNER = /^[A-Za-z0-9._-]{1,40}$/;

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
  readonly #credentials: CredentialShelf;
  readonly #inCell: CellCredentials | null;

  constructor({
    store = openStore({ path: ':memory:' }),
    cell,
    now = Date.now,
    observe = () => {},
  }: DidServiceOptions = {}) {
    this.#store = store;
    this.#now = now;
    this.#observe = observe;
    const { db } = store;
    this.#credentials = new CredentialShelf(store);
    this.#inCell = cell ? new CellCredentials(cell, store, now) : null;
    this.#statements = {
      didOf: db.prepare<[string], string>('SELECT did FROM service_did WHERE alias = ?').pluck(),
      aliasOf: db.prepare<[string], string>('SELECT alias FROM service_did WHERE did = ?').pluck(),
      bind: db.prepare('INSERT INTO service_did (alias, did, created_at_ms) VALUES (?, ?, ?)'),
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
    const told = { issuer: issuerDid, subject: subjectDid, type: credentialType };
    const anchored = this.#inCell?.issue(issuerDid, subjectDid, credentialType, claims);
    if (anchored) {
      this.#credentials.keep(anchored);
      const { id } = anchored.whole;
      this.#observe({ kind: 'issued', ...told, id });
      return id;
    }
    const key = this.signingKey(issuerDid);
    const issuer = this.didKey(issuerDid);
    const holder = this.didKey(subjectDid);
    const type = typeOfClaims(credentialType, claims);
    const issued = issueInBothForms(
      { did: issuer, key },
      {
        type,
        subject: { did: holder, publicKey: publicKeyFromDid(holder) },
        claims,
        atMs: this.#now(),
        status: null,
      },
    );
    const { id, whole, jwt, disclosures } = issued;
    this.#credentials.keep({ whole, jwt, disclosures });
    this.#observe({ kind: 'issued', ...told, id });
    return id;
  }

  /** Revokes what a member of the cell issued here, for good. Throws `not-found`, or `refused` for what is revoked. */
  revokeCredential(id: string): void {
    if (!this.#inCell) throw new GhostStackError('not-found', says('error.credentials.notIssued'));
    this.#inCell.revoke(id);
  }

  /** The whole credential, as it may be handed on. Throws `not-found`. */
  credential(id: string): WholeCredential {
    return this.#credentials.of(id).whole;
  }

  /**
   * Whether its issuer signed it as it stands. Takes an id (throws `not-found`), or a credential from elsewhere in
   * either form. Nothing is asked of who shows it, unless the policy asks.
   */
  verifyCredential(credential: string | JsonObject, policy: CheckPolicy = {}): boolean {
    const checked = this.checkCredential(credential, policy);
    const value = checked.ok ? checked.value : this.#handed(credential);
    const { id, subject } = value as { id?: unknown; subject?: unknown };
    this.#observe({ kind: 'verified', id: String(id), subject: String(subject), valid: checked.ok });
    return checked.ok;
  }

  /** The same, with what it says, or with the code and the sentence of why not. Throws `not-found` for an unknown id. */
  checkCredential(
    credential: string | JsonObject,
    policy: CheckPolicy = {},
  ): { ok: true; value: CheckedCredential } | { ok: false; error: Refusal } {
    const value = isCredentialText(credential)
      ? credential
      : typeof credential === 'string'
        ? this.credential(credential)
        : credential;
    return checkCredential(value, {
      nowMs: this.#now(),
      issuers: 'anyone',
      keyBinding: false,
      nameOf: (did) => this.#statements.aliasOf.get(did) ?? null,
      ...this.#inCell?.policy(),
      ...policy,
    });
  }

  /**
   * Shows what a verifier asked for, bound to its request by the subject's key: the text of an SD-JWT.
   * @param fields names of claims, those asked for where none are given
   * Throws `not-found`, `invalid-argument` on a claim that it does not make, or `key-missing`.
   */
  present(id: string, request: PresentationRequest, fields?: readonly string[]): string {
    const kept = this.#credentials.of(id);
    const { id: subject, ...claims } = kept.whole.credentialSubject;
    const shown = fields ?? request.fields.filter((name) => Object.hasOwn(claims, name));
    requireClaims(shown, claims);
    const key = this.#inCell?.keyOf(subject) ?? this.signingKey(subject);
    return presentParts(kept, { claims: shown }, request, { key, nowMs: this.#now() });
  }

  /**
   * Only the named claims, as a verifier sees them who asked for them: shown, bound to the subject's key, and checked.
   * Throws `invalid-argument` on a claim that the credential does not make, or `key-missing`.
   */
  selectiveDisclosure(id: string, fields: readonly string[]): Record<string, unknown> {
    const { whole } = this.#credentials.of(id);
    const { id: subject, ...claims } = whole.credentialSubject;
    requireClaims(fields, claims);
    const type = this.#inCell?.typeOf(whole.type[1], claims) ?? typeOfClaims(whole.type[1], claims);
    const request = makeRequest({ aud: subject, type: type.id, fields, nowMs: this.#now() });
    const checked = this.checkCredential(this.present(id, request, fields), { request, typeOf: () => type });
    if (!checked.ok) throw new GhostStackError('conflict', checked.error.says);
    const { claims: seen } = checked.value;
    const disclosed = Object.fromEntries(fields.map((field) => [field, seen[field]]));
    this.#observe({ kind: 'disclosed', id, fields: Object.keys(disclosed) });
    return disclosed;
  }

  /** What a credential says of itself, where it was refused. */
  #handed(credential: string | JsonObject): { id?: unknown; subject?: unknown } {
    if (isCredentialText(credential)) return {};
    const { id, credentialSubject } = (
      typeof credential === 'string' ? this.credential(credential) : credential
    ) as Partial<WholeCredential>;
    return { id, subject: credentialSubject?.id };
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
