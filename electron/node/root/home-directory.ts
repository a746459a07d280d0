import type { CellDirectory } from '../cell/reading/cell-directory.ts';
import type { MemberKeys, PeerIdentity } from '../messaging/directory.ts';
import type { PeerRecord, PeerRegistry } from '../messaging/peer-registry.ts';

/**
 * All whom a home meets: the members of the cell that it lives in, then those of the cells that it keeps. Somebody who is in
 * several has the keys of where most of them are known.
 */
export class HomeDirectory implements PeerRegistry {
  readonly live: CellDirectory;
  readonly #kept: () => readonly CellDirectory[];

  constructor(live: CellDirectory, kept: () => readonly CellDirectory[]) {
    this.live = live;
    this.#kept = kept;
  }

  get self(): PeerIdentity {
    return this.live.self;
  }

  resolve(nameOrDid: string): PeerIdentity | null {
    const found = this.#all().flatMap((directory) => directory.resolve(nameOrDid) ?? [])[0];
    return found ? this.#newest(found.did).resolve(found.did) : null;
  }

  peers(): PeerIdentity[] {
    return this.#dids().flatMap((did) => this.#newest(did).resolve(did) ?? []);
  }

  versions(did: string): readonly MemberKeys[] {
    return did === this.self.did ? this.live.versions(did) : this.#newest(did).versions(did);
  }

  list(): PeerRecord[] {
    return this.#dids().flatMap((did, position) => {
      const record = this.get(did);
      return record ? [this.live.get(did) ? record : { ...record, position: position + 1 }] : [];
    });
  }

  get(did: string): PeerRecord | null {
    return this.#of(did)?.get(did) ?? null;
  }

  setAddress(did: string, address: string | null): PeerRecord {
    return (this.#of(did) ?? this.live).setAddress(did, address);
  }

  sawPeer(did: string, atMs: number): void {
    (this.#of(did) ?? this.live).sawPeer(did, atMs);
  }

  #all(): readonly CellDirectory[] {
    return [this.live, ...this.#kept()];
  }

  #dids(): string[] {
    const dids = this.#all().flatMap((directory) => directory.peers().map(({ did }) => did));
    return [...new Set(dids)].filter((did) => did !== this.self.did);
  }

  /** The first that knows it. */
  #of(did: string): CellDirectory | undefined {
    return this.#all().find((directory) => directory.get(did) !== null);
  }

  #newest(did: string): CellDirectory {
    return this.#all().reduce((best, one) =>
      one.versions(did).length > best.versions(did).length ? one : best,
    );
  }
}
