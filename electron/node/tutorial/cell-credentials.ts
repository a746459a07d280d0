import { GhostStackError } from '#shared/contract/errors.ts';
import { says } from '#shared/protocol/saying.ts';
import { type CheckPolicy, type CredentialType, MESH_MEMBER } from '../credentials/index.ts';
import type { SigningKey } from '../crypto/signing-key.ts';
import type { JsonObject } from '../identity/data-integrity.ts';
import { cellFacts } from '../issuing/cell-facts.ts';
import { CredentialStore, type KeptCredential } from '../issuing/credential-store.ts';
import { defineType, issueCredential, revokeCredential } from '../issuing/issuing-desk.ts';
import { typesOfCell } from '../issuing/types-of-cell.ts';
import type { Store } from '../store/store.ts';
import type { LocalCell } from './local-cell.ts';
import type { LocalMember } from './local-member.ts';
import { typeOfClaims } from './type-of-claims.ts';

/** Credentials that members of a cell in this process issue to each other: its log says so, and who checks asks it. */
export class CellCredentials {
  readonly #cell: LocalCell;
  readonly #store: CredentialStore;
  readonly #now: () => number;

  constructor(cell: LocalCell, store: Store, now: () => number) {
    this.#cell = cell;
    this.#store = new CredentialStore(store);
    this.#now = now;
  }

  /** The key of a member, or null for who is none. */
  keyOf(did: string): SigningKey | null {
    return this.#cell.has(did) ? this.#cell.member(did).key : null;
  }

  /** Null unless both are members. */
  issue(issuer: string, subject: string, type: string, claims: JsonObject): KeptCredential | null {
    if (!this.#cell.has(issuer) || !this.#cell.has(subject)) return null;
    const [by, to] = [this.#cell.member(issuer), this.#cell.member(subject)];
    const issued = issueCredential(this.#desk(by), {
      type: this.#typeOf(by, type, claims),
      subject: { did: to.identity.did, publicKey: to.key.publicKey },
      claims,
    });
    this.#cell.meet();
    return issued;
  }

  /** For good. Throws `not-found` for what no member issued here. */
  revoke(id: string): void {
    const kept = this.#store.get('issued', id);
    if (!kept) throw new GhostStackError('not-found', says('error.credentials.notIssued'));
    revokeCredential(this.#desk(this.#cell.member(kept.whole.issuer)), kept);
    this.#cell.meet();
  }

  /** What the log says of members and types. */
  policy(): CheckPolicy {
    const { log } = this.#cell.first.node;
    const types = typesOfCell(log);
    return { cell: cellFacts(log), typeOf: (id) => types.find(({ type }) => type.id === id)?.type ?? null };
  }

  /** The built-in type, one that a member defined, or one that is defined now. */
  typeOf(name: string, claims: JsonObject): CredentialType {
    const known = typesOfCell(this.#cell.first.node.log).findLast(({ type }) => type.type === name)?.type;
    return known ?? typeOfClaims(name, claims);
  }

  #typeOf(by: LocalMember, name: string, claims: JsonObject): CredentialType {
    const { id, ...definition } = this.typeOf(name, claims);
    if (id === MESH_MEMBER.id) return MESH_MEMBER;
    const isDefined = typesOfCell(by.node.log).some(({ type }) => type.id === id);
    return { ...definition, id: isDefined ? id : defineType({ log: by.node.log }, definition) };
  }

  #desk({ node, identity, key }: LocalMember) {
    const { scid, did } = identity;
    return { log: node.log, store: this.#store, scid, did, key, nowMs: this.#now() };
  }
}
