import { GhostStackError } from '#shared/contract/errors.ts';
import { says } from '#shared/protocol/saying.ts';
import type { CellNode } from '../cell/cell-node.ts';
import type { SigningKey } from '../crypto/signing-key.ts';
import type { PeerRegistry } from '../messaging/peer-registry.ts';
import { OneAtATime } from '../store/one-at-a-time.ts';
import type { DiscoveryKind } from '../transport/discovery/discovery.ts';
import type { NodeKeys } from './node-keys.ts';
import { NodeSession } from './node-session.ts';
import type { NodeSessionOptions } from './node-session-options.ts';

/** What each session has from the node, and how it is asked what is present when one begins. */
export interface PresenceOptions
  extends Omit<NodeSessionOptions, 'key' | 'networkKey' | 'name' | 'peers' | 'cell' | 'discovery'> {
  readonly keys: NodeKeys;
  readonly networkKey: () => SigningKey | null;
  readonly peers: () => PeerRegistry;
  readonly cell: () => CellNode | null;
  readonly discovery: () => readonly DiscoveryKind[];
  readonly isOnline: () => boolean;
}

/** The node among its peers: one session at a time, from the moment that the key is open. */
export class Presence {
  readonly #options: PresenceOptions;
  readonly #opening = new OneAtATime();
  #session: NodeSession | null = null;

  constructor(options: PresenceOptions) {
    this.#options = options;
  }

  /** Null while the key is locked, and while a session follows another. */
  get session(): NodeSession | null {
    return this.#session;
  }

  /** Throws `key-missing` or `key-locked` while there is no session, and `unavailable` while one follows another. */
  requireSession(): NodeSession {
    if (this.#session) return this.#session;
    this.#options.keys.requireHeader();
    if (this.#options.keys.key) throw new GhostStackError('unavailable', says('error.root.between'));
    throw new GhostStackError('key-locked', says('error.root.keyLocked'));
  }

  /** Meets the peers of the present cell, or those added by hand. */
  open(): Promise<void> {
    return this.#opening.run(() => this.#open());
  }

  async end(): Promise<void> {
    // A session that is being opened would outlive the store.
    await this.#opening.end();
    await this.#session?.stop();
  }

  async #open(): Promise<void> {
    const { keys, networkKey, peers, cell, discovery, isOnline, ...shared } = this.#options;
    const { key, header } = keys;
    if (!key || !header) return;
    const before = this.#session;
    this.#session = null;
    await before?.stop();
    const session = new NodeSession({
      ...shared,
      key,
      networkKey: networkKey(),
      name: header.name,
      peers: peers(),
      cell: cell(),
      discovery: discovery(),
    });
    this.#session = session;
    cell()?.start();
    for (const kept of shared.kept()) kept.start();
    if (isOnline()) await session.goOnline();
    shared.changed({ slices: ['phase', 'me', 'peers', 'threads', 'queue', 'cell'] });
  }
}
