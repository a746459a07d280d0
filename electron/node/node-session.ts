import type { Peer } from '#shared/domain/peer.ts';
import type { LifeEvent } from './agent/life-stimuli.ts';
import type { SigningKey } from './crypto/signing-key.ts';
import { Inbox } from './messaging/inbox.ts';
import { MessageQueue } from './messaging/message-queue.ts';
import type { PeerBook, PeerRecord } from './messaging/peer-book.ts';
import type { NodeChange } from './node.ts';
import type { SettingsStore } from './store/settings-store.ts';
import type { Store } from './store/store.ts';

export interface NodeSessionOptions {
  readonly key: SigningKey;
  readonly name: string;
  readonly store: Store;
  readonly settings: SettingsStore;
  readonly peers: PeerBook;
  readonly clock: () => number;
  readonly listen: readonly string[];
  readonly network: boolean;
  readonly changed: (change: NodeChange) => void;
  readonly life: (event: LifeEvent) => void;
}

/** What a node does with its key open: queue, inbox and network. */
export class NodeSession {
  readonly queue: MessageQueue;
  readonly inbox: Inbox;
  readonly #options: NodeSessionOptions;

  constructor(options: NodeSessionOptions) {
    this.#options = options;
    const { key, name, store, peers, clock } = options;
    const shared = { store, identity: key, directory: peers, clock };
    this.queue = new MessageQueue(name, shared);
    this.inbox = new Inbox(name, shared);
    this.queue.subscribe((event) => this.#messageChanged(event.number));
    this.inbox.subscribe((event) => {
      if (event.type === 'received') this.#messageChanged(event.number);
    });
  }

  async goOnline(): Promise<void> {}

  async goOffline(): Promise<void> {}

  async stop(): Promise<void> {
    await this.goOffline();
    await this.queue.close();
    this.inbox.close();
  }

  addresses(): string[] {
    return [];
  }

  /** What is known of the link to a peer now, over what the store knows. */
  linkOf(_did: string): Partial<Peer> {
    return {};
  }

  peerChanged(_record: PeerRecord): void {}

  async peerRemoved(_did: string): Promise<void> {}

  tryNow(_did: string | null): void {}

  #messageChanged(number: number): void {
    const message = this.queue.get(number);
    this.#options.changed({
      slices: ['threads', 'queue', 'peers'],
      ...(message ? { message } : {}),
    });
  }
}
