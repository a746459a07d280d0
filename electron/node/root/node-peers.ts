import type { FormerPeer, Peer } from '#shared/contract/domain/peer.ts';
import { GhostStackError } from '#shared/contract/errors.ts';
import { says } from '#shared/protocol/saying.ts';
import { rememberedName, rememberName } from '../cell/reading/cell-directory.ts';
import { publicKeyFromDid, sealingPublicKeyFromDid } from '../identity/did-key.ts';
import type { KeyStoreHeader } from '../identity/key-store.ts';
import type { PeerIdentity } from '../messaging/directory.ts';
import { PeerBook } from '../messaging/peer-book.ts';
import type { PeerRegistry } from '../messaging/peer-registry.ts';
import type { SettingsStore } from '../store/settings-store.ts';
import type { Store } from '../store/store.ts';
import { HomeDirectory } from './home-directory.ts';
import type { NodeCells } from './node-cells.ts';
import type { NodeSession } from './node-session.ts';

export interface NodePeersOptions {
  readonly store: Store;
  readonly settings: SettingsStore;
  readonly cell: NodeCells;
  readonly clock: () => number;
  /** Whose peers they are; null before there is a key. */
  readonly header: () => KeyStoreHeader | null;
  /** What works with the key open, or null while it is locked. */
  readonly session: () => NodeSession | null;
  /** How many messages wait for a peer. */
  readonly waitingFor: (did: string) => number;
}

/** Whom a node writes to: the members of its cell, or outside one those that were added by hand. */
export class NodePeers {
  readonly #options: NodePeersOptions;
  #peerBook: PeerBook | null = null;
  #union: HomeDirectory | null = null;

  constructor(options: NodePeersOptions) {
    this.#options = options;
  }

  /** Throws `key-missing` before there is a key. */
  get registry(): PeerRegistry {
    return this.#home() ?? this.#book;
  }

  /** Those to whom a message to everyone goes. Throws `key-missing` before there is a key. */
  everyone(): readonly PeerIdentity[] {
    return (this.#home()?.live ?? this.#book).peers();
  }

  /** Those of these who are met in no cell of this home any more. */
  strangers(dids: readonly string[]): string[] {
    return dids.filter((did) => this.registry.get(did) === null);
  }

  /** One for each cell that it lives in: what it answers changes with those that are kept. */
  #home(): HomeDirectory | null {
    const { cell } = this.#options;
    const live = cell.current?.directory ?? null;
    if (live === null) return null;
    if (this.#union?.live !== live)
      this.#union = new HomeDirectory(live, () => cell.kept.map(({ directory }) => directory));
    return this.#union;
  }

  list(): Peer[] {
    if (!this.#options.header()) return [];
    return this.registry.list().map((record) => this.#peer(record.did));
  }

  /** Those of these people who were peers once, by the names that they had. */
  former(people: readonly string[]): FormerPeer[] {
    if (!this.#options.header()) return [];
    const { self } = this.registry;
    return people.flatMap((did) => {
      if (did === self.did || did === this.#book.self.did || this.registry.get(did) !== null) return [];
      const { cell, settings } = this.#options;
      const name = cell.shown.formerName(did) ?? this.#book.get(did)?.name ?? rememberedName(settings, did);
      return name === null ? [] : [{ did, name }];
    });
  }

  /** How somebody is called here, or was; null for whoever has no name. */
  nameOf(did: string): string | null {
    if (!this.#options.header()) return null;
    return this.registry.get(did)?.name ?? this.former([did])[0]?.name ?? null;
  }

  /** Throws `conflict` in a cell. */
  add(peer: { did: string; name: string; address: string | null }): Peer {
    if (this.#options.cell.current) {
      throw new GhostStackError('conflict', says('error.root.peersAreMembers'));
    }
    const record = this.#book.add(peer, this.#options.clock());
    this.#options.session()?.peerChanged(record);
    return this.#peer(record.did);
  }

  /** Throws `not-found`. */
  update(did: string, change: { name?: string | undefined; address?: string | null | undefined }): Peer {
    const { cell, session } = this.#options;
    const record = cell.current
      ? this.registry.setAddress(did, change.address ?? null)
      : this.#book.update(did, change);
    session()?.peerChanged(record);
    return this.#peer(did);
  }

  async remove(did: string): Promise<null> {
    const name = this.#book.get(did)?.name;
    if (name !== undefined) rememberName(this.#options.settings, did, name, this.#options.clock());
    this.#book.remove(did);
    await this.#options.session()?.peerRemoved(did);
    return null;
  }

  get #book(): PeerBook {
    const header = this.#options.header();
    if (!header) throw new GhostStackError('key-missing', says('error.root.noKeyYet'));
    const { did, name } = header;
    this.#peerBook ??= new PeerBook(this.#options.store, {
      did,
      alias: name,
      signingKey: publicKeyFromDid(did),
      sealingKey: sealingPublicKeyFromDid(did),
    });
    return this.#peerBook;
  }

  #peer(did: string): Peer {
    const record = this.registry.get(did);
    if (!record) throw new GhostStackError('not-found', says('error.root.noPeerWithDid'));
    return {
      did,
      name: record.name,
      order: record.position,
      address: record.address,
      addedAtMs: record.addedAtMs,
      lastSeenAtMs: record.lastSeenAtMs,
      lastPassAtMs: null,
      nextTryAtMs: null,
      addressesKnown: null,
      clockAheadMs: null,
      twinSeenAtMs: null,
      link: record.lastSeenAtMs === null ? { state: 'never-seen' } : { state: 'offline' },
      sending: null,
      receiving: null,
      isSlowed: false,
      waitingMessages: this.#options.waitingFor(did),
      ...this.#options.session()?.linkOf(did),
    };
  }
}
