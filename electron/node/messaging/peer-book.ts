import { GhostStackError } from '#shared/contract/errors.ts';
import { isSameName } from '#shared/protocol/names/name-skeleton.ts';
import { says } from '#shared/protocol/saying.ts';
import { publicKeyFromDid, sealingPublicKeyFromDid } from '../identity/did-key.ts';
import type { Store } from '../store/store.ts';
import { type MemberKeys, onlyVersion, type PeerIdentity } from './directory.ts';
import { parsePeerAddress } from './peer-address.ts';
import type { PeerRecord, PeerRegistry } from './peer-registry.ts';

interface Row {
  did: string;
  name: string;
  address: string | null;
  position: number;
  added_at_ms: number;
  last_seen_at_ms: number | null;
}

const toRecord = (row: Row): PeerRecord => ({
  did: row.did,
  name: row.name,
  address: row.address,
  position: row.position,
  addedAtMs: row.added_at_ms,
  lastSeenAtMs: row.last_seen_at_ms,
});

/** The peers that the operator has added by DID, kept in SQLite; the directory of a node outside a cell. */
export class PeerBook implements PeerRegistry {
  readonly #store: Store;
  readonly self: PeerIdentity;
  readonly #identities = new Map<string, PeerIdentity>();

  constructor(store: Store, self: PeerIdentity) {
    this.#store = store;
    this.self = self;
  }

  /** Every peer, in the order of adding. */
  list(): PeerRecord[] {
    return this.#store.db.prepare<[], Row>('SELECT * FROM peers ORDER BY position').all().map(toRecord);
  }

  get(did: string): PeerRecord | null {
    const row = this.#store.db.prepare<[string], Row>('SELECT * FROM peers WHERE did = ?').get(did);
    return row ? toRecord(row) : null;
  }

  /** @throws {GhostStackError} `invalid-argument` or `already-exists`, naming the field. */
  add(peer: { did: string; name: string; address: string | null }, nowMs: number): PeerRecord {
    publicKeyFromDid(peer.did);
    if (peer.did === this.self.did) {
      throw new GhostStackError('invalid-argument', says('error.messaging.ownDid'));
    }
    const address = peer.address === null ? null : parsePeerAddress(peer.address);
    return this.#store.transaction(() => {
      const known = this.get(peer.did);
      if (known)
        throw new GhostStackError('already-exists', says('error.messaging.peerExists', { name: known.name }));
      this.#checkName(peer.name, peer.did);
      this.#store.db
        .prepare(
          `INSERT INTO peers (did, name, address, position, added_at_ms)
           VALUES (?, ?, ?, (SELECT coalesce(max(position), 0) + 1 FROM peers), ?)`,
        )
        .run(peer.did, peer.name, address, nowMs);
      return this.#present(peer.did);
    });
  }

  update(
    did: string,
    change: { name?: string | undefined; address?: string | null | undefined },
  ): PeerRecord {
    return this.#store.transaction(() => {
      const before = this.#present(did);
      const name = change.name ?? before.name;
      const address = change.address ? parsePeerAddress(change.address) : change.address;
      this.#checkName(name, did);
      this.#store.db
        .prepare('UPDATE peers SET name = ?, address = ? WHERE did = ?')
        .run(name, address === undefined ? before.address : address, did);
      this.#identities.delete(did);
      return this.#present(did);
    });
  }

  setAddress(did: string, address: string | null): PeerRecord {
    return this.update(did, { address });
  }

  remove(did: string): void {
    this.#present(did);
    this.#store.db.prepare('DELETE FROM peers WHERE did = ?').run(did);
    this.#identities.delete(did);
  }

  sawPeer(did: string, atMs: number): void {
    this.#store.db.prepare('UPDATE peers SET last_seen_at_ms = ? WHERE did = ?').run(atMs, did);
  }

  resolve(nameOrDid: string): PeerIdentity | null {
    const row = this.#store.db
      .prepare<[string, string], Row>('SELECT * FROM peers WHERE did = ? OR name = ?')
      .get(nameOrDid, nameOrDid);
    return row ? this.#identity(row) : null;
  }

  peers(): PeerIdentity[] {
    return this.#store.db
      .prepare<[], Row>('SELECT * FROM peers ORDER BY position')
      .all()
      .map((row) => this.#identity(row));
  }

  versions(did: string): readonly MemberKeys[] {
    const known = did === this.self.did ? this.self : this.resolve(did);
    return known?.did === did ? onlyVersion(known) : [];
  }

  #identity(row: Row): PeerIdentity {
    let identity = this.#identities.get(row.did);
    if (!identity) {
      identity = {
        did: row.did,
        alias: row.name,
        signingKey: publicKeyFromDid(row.did),
        sealingKey: sealingPublicKeyFromDid(row.did),
      };
      this.#identities.set(row.did, identity);
    }
    return identity;
  }

  #present(did: string): PeerRecord {
    const record = this.get(did);
    if (!record) throw new GhostStackError('not-found', says('error.messaging.noPeer'));
    return record;
  }

  #checkName(name: string, did: string): void {
    const others = this.list().filter((peer) => peer.did !== did);
    if ([this.self.alias, ...others.map((peer) => peer.name)].some((taken) => isSameName(taken, name))) {
      throw new GhostStackError('already-exists', says('error.messaging.nameTaken', { name }));
    }
  }
}
