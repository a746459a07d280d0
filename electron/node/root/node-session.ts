import { z } from 'zod';
import type { Peer } from '#shared/contract/domain/peer.ts';
import { GhostStackError } from '#shared/contract/errors.ts';
import { says } from '#shared/protocol/saying.ts';
import { type DeliveryEvent, DeliveryLoop } from '../messaging/delivery-loop.ts';
import { Inbox } from '../messaging/inbox.ts';
import { MessageQueue } from '../messaging/message-queue.ts';
import { addressesKey, type PeerRecord } from '../messaging/peer-registry.ts';
import { ReplayPurger } from '../messaging/replay-purger.ts';
import { storeCondition } from '../store/classify-error.ts';
import type { DiscoveryKind } from '../transport/discovery/discovery.ts';
import type { CellLink } from '../transport/link/cell-link.ts';
import { type DaemonEvent, Libp2pDaemon } from '../transport/link/libp2p-daemon.ts';
import { listenAndRemember } from '../transport/link/remembered-port.ts';
import type { JoinCall } from './node-cell-options.ts';
import type { NodeSessionOptions } from './node-session-options.ts';
import { PeerLife } from './peer-life.ts';
import { SessionPasses } from './session-passes.ts';

const Addresses = z.array(z.string()).max(16);

/** What a node does with its key open: it queues, receives, and meets its peers on the network. */
export class NodeSession {
  readonly queue: MessageQueue;
  readonly inbox: Inbox;
  readonly #purger: ReplayPurger;
  readonly #options: NodeSessionOptions;
  readonly #link: CellLink | null;
  readonly #daemon: Libp2pDaemon | null;
  readonly #delivery: DeliveryLoop | null;
  readonly #introduced = new Set<string>();
  readonly #life: PeerLife;
  readonly #passes: SessionPasses;
  readonly #sending = new Map<string, Peer['sending']>();
  /** What we end ourselves is nobody's going. */
  #isGoing = false;
  #isOver = false;

  constructor(options: NodeSessionOptions) {
    this.#options = options;
    this.#link = options.cell?.link() ?? null;
    const { key, name, store, peers, clock, settings, listen } = options;
    const { cell, problem } = options;
    const shared = {
      store,
      identity: key,
      directory: peers,
      clock,
      ...(cell ? { cell: cell.id, endsBy: cell.clock.now } : {}),
    };
    this.#life = new PeerLife({ peers, felt: options.life, awayAfterMs: options.peerAwayAfterMs });
    this.#passes = new SessionPasses({
      clock,
      passed: (pass) => this.#remembered(() => options.passed(pass)),
    });
    this.queue = new MessageQueue(name, shared);
    this.inbox = new Inbox(name, shared);
    this.#purger = new ReplayPurger(this.inbox, problem);
    this.#purger.start();
    this.queue.subscribe((event) => {
      this.#messageChanged(event.number);
      if (event.type === 'queued') this.#life.tell('message-queued', event.to);
    });
    this.inbox.subscribe((event) => {
      if (event.type !== 'received') return;
      this.#messageChanged(event.number);
      this.#life.tell('message-arrived', event.senderDid);
      this.#passes.messageCame(event.senderDid);
    });
    this.#endWaiting();
    if (!options.network) {
      this.#daemon = null;
      this.#delivery = null;
      return;
    }
    const keep = (write: () => void) => this.#remembered(write);
    this.#daemon = listenAndRemember(settings, listen, keep, (addresses, otherwise) => {
      return new Libp2pDaemon({
        identity: key,
        directory: peers,
        receive: (envelopes) => this.#stored(() => this.inbox.receive(envelopes)),
        listen: addresses,
        listenOtherwise: otherwise,
        discovery: options.discovery,
        clock,
        observe: (event) => this.#daemonDid(event),
      });
    });
    this.#delivery = new DeliveryLoop({
      queue: this.queue,
      daemon: this.#daemon,
      clock,
      observe: (event) => this.#delivered(event),
    });
    for (const record of peers.list()) this.peerChanged(record);
  }

  /** Listens, dials the peers, and sends what waits. */
  async goOnline(): Promise<void> {
    this.#isGoing = false;
    await this.#daemon?.attachCell(this.#link);
    await this.#daemon?.start();
    this.#delivery?.start();
    this.#options.changed({ slices: ['me', 'peers', 'online'] });
  }

  async goOffline(): Promise<void> {
    this.#isGoing = true;
    await this.#delivery?.stop();
    await this.#daemon?.stop();
    // Last: to stop loses everybody.
    this.#life.stop();
    this.#options.changed({ slices: ['me', 'peers', 'online'] });
  }

  async stop(): Promise<void> {
    this.#purger.stop();
    await this.goOffline();
    await this.queue.close();
    this.inbox.close();
    this.#isOver = true;
  }

  addresses(): string[] {
    return this.#daemon?.reachableAddresses() ?? [];
  }

  /** What is known of the link to a peer now, over what the store knows. */
  linkOf(did: string): Partial<Peer> {
    const status = this.#daemon?.status(did);
    if (!status) return {};
    const { link, nextTryAtMs, receiving, isSlowed } = status;
    const clockAheadMs = this.#options.cell?.clockAheadMs(did) ?? status.clockAheadMs;
    return {
      link,
      nextTryAtMs,
      addressesKnown: this.#daemon?.running ? status.addresses.length : null,
      clockAheadMs,
      receiving,
      isSlowed,
      ...(status.lastSeenAtMs === null ? {} : { lastSeenAtMs: status.lastSeenAtMs }),
      sending: this.#sending.get(did) ?? null,
      lastPassAtMs: this.#passes.lastAtMs(did),
    };
  }

  /** Makes members known to the network that have come since, and ends what waits for those who are none. */
  followMembers(): void {
    this.#endWaiting();
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
    if (cell === null || cell.epoch() === null) return;
    if (cell.isFormer()) this.queue.endFor(() => false, 'former');
    else this.queue.endFor((did) => peers.get(did) !== null, 'left');
  }

  #messageChanged(number: number): void {
    const message = this.queue.get(number) ?? this.inbox.get(number);
    this.#options.changed({ slices: ['threads', 'queue', 'peers'], ...(message ? { message } : {}) });
  }

  #daemonDid(event: DaemonEvent): void {
    // What a connection still had to say when it was closed; the store may be closed too.
    if (this.#isOver) return;
    const { peers, settings, changed, clock } = this.#options;
    if (event.type === 'listening') changed({ slices: ['me'] });
    if (event.type === 'tips') this.#options.heard(event.did, event.tips, event.atMs);
    if (event.type === 'log-pass') this.#logPass(event);
    if (event.type === 'connected' || event.type === 'disconnected') {
      this.#remembered(() => {
        peers.sawPeer(event.did, clock());
        const addresses = this.#daemon?.status(event.did)?.addresses ?? [];
        if (event.type === 'connected') settings.set(addressesKey(event.did), addresses);
      });
      if (event.type === 'connected') this.#life.connected(event.did);
      else this.#life.disconnected(event.did, this.#isGoing);
      if (event.type === 'connected') this.#options.cell?.heardClock(event.did, clock() + event.clockAheadMs);
    }
    changed({ slices: ['peers', 'network'] });
  }

  /** What a full disk does not take is forgotten; that a peer is there is news all the same. */
  #remembered(write: () => void): void {
    try {
      write();
    } catch (error) {
      const problem = storeCondition(error);
      if (!problem) throw error;
      this.#options.problem(problem);
    }
  }

  /** What comes from others and cannot be stored: they keep it, and our operator is told why it does not arrive. */
  async #stored<T>(store: () => Promise<T>): Promise<T> {
    try {
      return await store();
    } catch (error) {
      const problem = storeCondition(error);
      if (problem) this.#options.problem(problem);
      throw error;
    }
  }

  #logPass(pass: DaemonEvent & { type: 'log-pass' }): void {
    const { did, in: receiptsIn, out: receiptsOut, failure } = pass;
    if (this.#isGoing && failure !== null && receiptsIn + receiptsOut === 0) return;
    this.#passes.receipts(did, { receiptsIn, receiptsOut }, this.#isGoing ? null : failure);
  }

  #delivered(event: DeliveryEvent): void {
    if (event.type === 'transfer') this.#sending.set(event.did, event.sending);
    else if (event.type === 'pass') {
      this.#passes.messagesWent(event.did, event.delivered, event.atMs);
    } else if (event.type === 'problem') this.#options.problem(event.error);
    else if (event.event.type === 'delivered') this.#life.tell('message-delivered', event.did);
    else if (event.event.type === 'refused') this.#life.tell('message-failed', event.did);
    this.#options.changed({ slices: ['peers', 'queue', 'threads'] });
  }
}
