import { z } from 'zod';
import type { Peer } from '#shared/contract/domain/peer.ts';
import type { Me } from '#shared/contract/domain/snapshot.ts';
import { GhostStackError } from '#shared/contract/errors.ts';
import { says } from '#shared/protocol/saying.ts';
import type { CellNode } from '../cell/cell-node.ts';
import type { SigningKey } from '../crypto/signing-key.ts';
import type { Carrying } from '../messaging/carrying/carrying.ts';
import { DeliveryLoop } from '../messaging/delivery-loop.ts';
import { Inbox } from '../messaging/inbox.ts';
import { MessageQueue } from '../messaging/message-queue.ts';
import { addressesKey, type PeerRecord } from '../messaging/peer-registry.ts';
import { ReplayPurger } from '../messaging/replay-purger.ts';
import type { DiscoveryKind } from '../transport/discovery/discovery.ts';
import type { LocalSight } from '../transport/discovery/local-sight.ts';
import type { CellLink } from '../transport/link/cell-link.ts';
import { Libp2pDaemon } from '../transport/link/libp2p-daemon.ts';
import { isOfFormerKey } from '../transport/link/link-verdict.ts';
import { ip6Listening } from '../transport/link/listen-families.ts';
import { listenAndRemember } from '../transport/link/remembered-port.ts';
import { carryingOf } from './carrying-of.ts';
import { messageCells } from './message-cells.ts';
import type { JoinCall } from './node-cells-options.ts';
import type { ChangedMessage } from './node-change.ts';
import type { NodeSessionOptions } from './node-session-options.ts';
import { SessionFiles } from './session-files.ts';
import { SessionNews } from './session-news.ts';

const Addresses = z.array(z.string()).max(16);

/** What a node does with its key open: it queues, receives, and meets its peers on the network. */
export class NodeSession {
  readonly queue: MessageQueue;
  readonly inbox: Inbox;
  readonly files: SessionFiles;
  readonly #purger: ReplayPurger;
  readonly #options: NodeSessionOptions;
  readonly #link: CellLink | null;
  readonly #kept = new WeakMap<CellNode, CellLink>();
  readonly #daemon: Libp2pDaemon | null;
  readonly #delivery: DeliveryLoop | null;
  /** Null outside a cell, and without a network. */
  readonly #carrying: Carrying | null;
  readonly #introduced = new Set<string>();
  readonly #news: SessionNews;

  constructor(options: NodeSessionOptions) {
    this.#options = options;
    this.#link = options.cell?.link() ?? null;
    const { key, name, store, peers, clock, settings, listen } = options;
    const { cell, problem } = options;
    const shared = {
      store,
      identity: key,
      directory: peers,
      formerSealing: options.formerSealing ?? (() => []),
      clock,
      ...(cell ? { cells: messageCells(cell, options.kept), endsBy: cell.clock.now } : {}),
    };
    this.#news = new SessionNews(options);
    this.queue = new MessageQueue(name, shared);
    this.inbox = new Inbox(name, shared);
    this.#purger = new ReplayPurger(this.inbox, problem);
    this.#purger.start();
    this.queue.subscribe((event) => {
      this.#news.messageChanged(this.#changed(event.number));
      if (event.type === 'queued') this.#news.life.tell('message-queued', event.to);
    });
    this.inbox.subscribe((event) => {
      if (event.type === 'part') this.#news.messageChanged(this.#changed(event.number));
      if (event.type !== 'received') return;
      this.#news.messageChanged(this.#changed(event.number));
      this.#news.life.tell('message-arrived', event.senderDid);
      this.#news.passes.messageCame(event.senderDid);
    });
    this.#carrying = options.network ? carryingOf(options, { queue: this.queue, inbox: this.inbox }) : null;
    this.queue.subscribe(() => this.#carrying?.messagesChanged());
    this.files = new SessionFiles({
      ...options,
      source: {
        isOnline: (did) => this.#daemon?.status(did)?.link.state === 'connected',
        fetchFile: (did, wanted, signal) => this.#requireDaemon().peer(did).fetchFile(wanted, signal),
      },
      changed: (message) => this.#fileChanged(message),
    });
    this.#endWaiting();
    this.queue.followKeys();
    if (!options.network) {
      this.#daemon = null;
      this.#delivery = null;
      return;
    }
    const keep = (write: () => void) => this.#news.remembered(write);
    this.#daemon = listenAndRemember(settings, listen, keep, (addresses, otherwise) => {
      return new Libp2pDaemon({
        identity: this.#networkKey,
        directory: peers,
        files: this.files.offers,
        receive: (frames) => this.#news.stored(() => this.inbox.receiveAll(frames)),
        listen: addresses,
        listenOtherwise: otherwise,
        discovery: options.discovery,
        clock,
        uptime: options.uptime,
        ...(this.#carrying ? { carrier: this.#carrying } : {}),
        observe: (event) => {
          this.#news.daemonDid(event, (did) => this.#daemon?.status(did)?.addresses ?? []);
          if (event.type === 'connected') options.keyTaken?.(this.#networkKey);
          if (event.type === 'connected') this.#carrying?.connected(event.did);
          if (event.type === 'disconnected') this.#carrying?.lost(event.did);
          if (event.type === 'peer' && isOfFormerKey(event.status.link)) this.#keyRefused(event.status.did);
          if (event.type === 'connected') this.files.fetches.connected();
        },
      });
    });
    this.#delivery = new DeliveryLoop({
      queue: this.queue,
      daemon: this.#daemon,
      clock,
      observe: (event) => this.#news.delivered(event),
    });
    for (const record of peers.list()) this.peerChanged(record);
  }

  /** Listens, dials the peers, and sends what waits. */
  async goOnline(): Promise<void> {
    this.#news.isGoing = false;
    await this.#daemon?.attachCell(this.#link, this.#keptLinks());
    await this.#daemon?.start();
    this.#carrying?.start();
    this.queue.sealAll();
    this.#delivery?.start();
    if (this.#daemon) this.files.start();
    this.#options.changed({ slices: ['me', 'peers', 'online'] });
  }

  /** Others are kept than before. */
  async cellsChanged(): Promise<void> {
    if (this.#daemon?.running) await this.#daemon.attachCell(this.#link, this.#keptLinks());
    this.followMembers();
  }

  #keptLinks(): CellLink[] {
    return this.#options.kept().map((cell) => {
      const link = this.#kept.get(cell) ?? cell.link();
      this.#kept.set(cell, link);
      return link;
    });
  }

  async goOffline(): Promise<void> {
    this.#news.isGoing = true;
    await this.files.stop();
    await this.#delivery?.stop();
    await this.#daemon?.stop();
    this.#carrying?.stop();
    // Last: to stop loses everybody.
    this.#news.life.stop();
    this.#options.changed({ slices: ['me', 'peers', 'online'] });
  }

  async stop(): Promise<void> {
    this.#purger.stop();
    await this.goOffline();
    await this.queue.close();
    this.inbox.close();
    this.files.offers.stop();
    this.#news.isOver = true;
  }

  addresses(): string[] {
    return this.#daemon?.reachableAddresses() ?? [];
  }

  /** Throws `offline` where there is no network at all. */
  get sight(): LocalSight {
    return this.#requireDaemon().sight;
  }

  #requireDaemon(): Libp2pDaemon {
    if (this.#daemon) return this.#daemon;
    throw new GhostStackError('offline', says('error.transport.sightOffline'));
  }

  ipv6(): Me['ipv6'] {
    return ip6Listening(this.#options.listen, this.#daemon?.addresses() ?? []);
  }

  /** What is known of the link to a peer now, over what the store knows. */
  linkOf(did: string): Partial<Peer> {
    const status = this.#daemon?.status(did);
    if (!status) return {};
    const { link, nextTryAtMs, twinSeenAtMs, receiving, isSlowed } = status;
    const clockAheadMs = this.#options.cell?.clockAheadMs(did) ?? status.clockAheadMs;
    return {
      link,
      nextTryAtMs,
      addressesKnown: this.#daemon?.running ? status.addresses.length : null,
      clockAheadMs,
      twinSeenAtMs,
      receiving,
      isSlowed,
      ...(status.lastSeenAtMs === null ? {} : { lastSeenAtMs: status.lastSeenAtMs }),
      sending: this.#news.sendingTo(did),
      lastPassAtMs: this.#news.passes.lastAtMs(did),
    };
  }

  /** Makes members known to the network that have come since, and ends what waits for those who are none. */
  followMembers(): void {
    this.#endWaiting();
    this.queue.followKeys();
    this.#daemon?.followKeys();
    this.#carrying?.sweep();
    for (const record of this.#options.peers.list()) {
      if (!this.#introduced.has(record.did)) this.peerChanged(record);
    }
  }

  peerChanged({ did, address, lastSeenAtMs }: PeerRecord): void {
    this.#introduced.add(did);
    const remembered = this.#options.settings.get(addressesKey(did), Addresses, []);
    this.#daemon?.setPeer({ did, address, remembered, lastSeenAtMs });
  }

  async peerRemoved(did: string): Promise<void> {
    this.#introduced.delete(did);
    await this.#daemon?.removePeer(did);
  }

  /** Members that the cell no longer has. */
  async membersGone(dids: readonly string[]): Promise<void> {
    await Promise.all(
      dids.map((did) => {
        this.#introduced.delete(did);
        return this.#daemon?.partFrom(did);
      }),
    );
  }

  /** Asks somebody outside our directory for admission to its cell. */
  async askToJoin(call: JoinCall): Promise<unknown> {
    if (!this.#daemon?.running) throw new GhostStackError('offline', says('error.root.offlineCannotJoin'));
    return this.#daemon.askToJoin(call);
  }

  setDiscovery(kinds: readonly DiscoveryKind[]): void {
    this.#daemon?.setDiscovery(kinds);
  }

  tryNow(did: string | null): void {
    this.#delivery?.kick(did ?? undefined);
  }

  tryMessageNow(id: string): void {
    this.#delivery?.kickMessage(id);
  }

  /** Members write to members. Until the log says who they are, nothing is ended. */
  #endWaiting(): void {
    const { cell, peers } = this.#options;
    if (cell === null || cell.epoch() === null || cell.directory.hasRemembered()) return;
    if (cell.isFormer()) this.queue.endFor(() => false, 'former');
    else this.queue.endFor((did) => peers.get(did) !== null, 'left');
  }

  #keyRefused(did: string): void {
    if (this.#news.isOver) return;
    this.#link?.keys?.refused(did);
    const isMet = this.#daemon?.statuses().some(({ link }) => link.state === 'connected') ?? false;
    this.#options.keyRefused?.(this.#networkKey, !isMet);
  }

  #fileChanged(message: number | null): void {
    if (this.#news.isOver) return;
    const slices = ['transfers'] as const;
    this.#options.changed(message === null ? { slices } : { slices, message: this.#changed(message) });
  }

  get #networkKey(): SigningKey {
    return this.#options.networkKey ?? this.#options.key;
  }

  #changed(number: number): ChangedMessage {
    // Both read the one table of messages.
    return { number, read: () => (this.#news.isOver ? null : this.queue.get(number)) };
  }
}
