import type { Libp2p } from '@libp2p/interface';
import { GhostStackError } from '#shared/contract/errors.ts';
import { type Saying, says } from '#shared/protocol/saying.ts';
import { Observers } from '../../messaging/observers.ts';
import { type Clock, type RandomBytes, systemClock, systemRandom } from '../../messaging/random.ts';
import { DEFAULT_DISCOVERIES, type DiscoveryKind } from '../discovery/discovery.ts';
import { HintDials } from '../discovery/hint-dials.ts';
import { LocalSight } from '../discovery/local-sight.ts';
import { askToJoin, type JoinQuestion } from '../join/ask-to-join.ts';
import type { CellLink } from './cell-link.ts';
import { CellNetwork } from './cell-network.ts';
import { ClockWatch } from './clock-watch.ts';
import { connectionGate } from './connection-gate.ts';
import { createHost } from './create-host.ts';
import type { DaemonEvent, Libp2pDaemonOptions, PeerAddress } from './daemon-options.ts';
import { Dialler } from './dialler.ts';
import { Gatekeeper } from './gatekeeper.ts';
import { Libp2pPeer } from './libp2p-peer.ts';
import { isLoopbackOnly, listeningAt, portsOf, withChosenPorts } from './listen-addresses.ts';
import { listenable } from './listen-families.ts';
import { hostKey, peerIdOf } from './peer-key.ts';
import { PeerLinks } from './peer-links.ts';
import type { PeerStatus } from './peer-record.ts';
import { PeerRecords } from './peer-records.ts';
import { PeerStreams } from './peer-streams.ts';
import { handleProtocols } from './protocol-handlers.ts';
import { reachableAddresses } from './reachable-addresses.ts';
import { DEFAULT_TIMING, type TransportTiming } from './timing.ts';

export type { DaemonEvent, Libp2pDaemonOptions, PeerAddress } from './daemon-options.ts';

/**
 * One node's attachment to the network: listens, keeps a connection to every peer that it knows an address of, and
 * tells who is there. `peer(did)` is the transport handle of one of them.
 */
export class Libp2pDaemon {
  readonly #options: Libp2pDaemonOptions;
  readonly #timing: TransportTiming;
  readonly #clock: Clock;
  readonly #random: RandomBytes;
  readonly #observers = new Observers<DaemonEvent>();
  readonly #records: PeerRecords;
  readonly #dialler: Dialler;
  readonly #hints: HintDials;
  readonly #links: PeerLinks;
  readonly #gate: Gatekeeper;
  readonly #streams: PeerStreams;
  readonly #clockWatch: ClockWatch;
  readonly sight: LocalSight;
  #listen: readonly string[];
  #discovery: readonly DiscoveryKind[];
  #host: Libp2p | null = null;
  #cell: CellNetwork | null = null;
  #instance = '';
  #starting: Promise<void> | null = null;

  constructor(options: Libp2pDaemonOptions) {
    this.#options = options;
    this.#timing = { ...DEFAULT_TIMING, ...options.timing };
    this.#clock = options.clock ?? systemClock;
    this.#random = options.random ?? systemRandom;
    this.#listen = options.listen ?? ['/ip4/127.0.0.1/tcp/0'];
    this.#discovery = options.discovery ?? DEFAULT_DISCOVERIES;
    this.#records = new PeerRecords(this.#timing, (did, status) =>
      this.#observers.emit({ type: 'peer', did, status }),
    );
    const shared = { clock: this.#clock, timing: this.#timing, uptime: options.uptime ?? options.clock };
    this.#dialler = new Dialler({
      ...shared,
      random: this.#random,
      host: () => this.#host,
      identity: (did) => options.directory.resolve(did),
      greet: (record, connection, name) => this.#streams.greet(record, connection, name),
      onChanged: (record) => this.#records.changed(record),
    });
    this.#hints = new HintDials({
      dialler: this.#dialler,
      record: (did) => this.#records.get(did),
    });
    this.#links = new PeerLinks({
      ...shared,
      dialler: this.#dialler,
      cell: () => this.#cell,
      ourPeerId: () => this.#host?.peerId.toString() ?? null,
      isKnown: (record) => this.#records.isKnown(record),
      onChanged: (record) => this.#records.changed(record),
      observe: (event) => this.#observers.emit(event),
    });
    this.#gate = new Gatekeeper({
      self: () => this.#host?.peerId ?? null,
      ...shared,
      identity: options.identity,
      directory: options.directory,
      isAllowed: options.isAllowed,
      records: this.#records,
      links: this.#links,
      cell: () => this.#cell,
      instance: () => this.#instance,
      onStranger: (did) => this.#observers.emit({ type: 'stranger', did }),
    });
    this.#streams = new PeerStreams({
      guests: this.#gate.guests,
      ...shared,
      directory: options.directory,
      admission: this.#gate.admission,
      links: this.#links,
      record: (did) => this.#records.of(did),
      cell: () => this.#cell,
      instance: () => this.#instance,
      ports: () => portsOf(this.#host),
      receive: options.receive,
      files: options.files ?? null,
      onChanged: (record) => this.#records.changed(record),
    });
    this.#clockWatch = new ClockWatch({
      ...shared,
      onSet: () => void this.#meetAnew(says('error.link.clockSet')),
    });
    this.sight = new LocalSight({
      host: () => this.#host,
      listen: () => this.#listen,
      isAllowed: () => this.#discovery.length > 0,
      clock: this.#clock,
    });
    if (options.observe !== undefined) this.subscribe(options.observe);
  }

  /** Returns how to stop. */
  subscribe(listener: (event: DaemonEvent) => void): () => void {
    return this.#observers.subscribe(listener);
  }

  get running(): boolean {
    return this.#host !== null;
  }

  /** Listens and begins to dial. Throws `unavailable` if it cannot listen. */
  async start(): Promise<void> {
    if (this.#host !== null) return;
    this.#starting ??= this.#start().finally(() => {
      this.#starting = null;
    });
    await this.#starting;
  }

  /** Says goodbye to everyone and lets go of the network. Can be started again, at the same port. */
  async stop(): Promise<void> {
    await this.#starting?.catch(() => undefined);
    const host = this.#host;
    if (host === null) return;
    this.#host = null;
    this.#clockWatch.stop();
    for (const record of this.#records.all()) this.#dialler.cancel(record);
    this.#hints.forget();
    await Promise.all([this.#cell?.stopDiscovery(), this.sight.stop()]);
    await this.#gate.twins.stop();
    await this.#links.closeAll('stopping', says('error.link.stopping'));
    await host.stop();
    this.#records.allApart();
  }

  /**
   * Takes part in a cell, or in none: who is in another one is refused, the log is replicated, and members are looked
   * for on the local network. Peers are met anew. `kept`: cells that it keeps beside that one; others may be given later.
   */
  async attachCell(link: CellLink | null, kept: readonly CellLink[] = []): Promise<void> {
    const before = this.#cell;
    if (link === (before?.link ?? null)) return before?.keep(kept);
    this.#cell = link === null ? null : this.#cellNetwork(link, kept);
    this.#hints.forget();
    await before?.stop();
    if (this.#host === null) return;
    await this.#links.closeAll('changed', says('error.link.changedCell'));
    this.#discover();
    void this.tryNow();
  }

  async #meetAnew(reason: Saying): Promise<void> {
    await this.#links.closeAll('changed', reason);
    if (this.#host !== null) await this.tryNow();
  }

  /** Looks for members in these ways from now on. */
  setDiscovery(kinds: readonly DiscoveryKind[]): void {
    this.#discovery = kinds;
    this.#discover();
  }

  /** Asks an inviter for admission; see askToJoin. Needs neither a cell nor peers, but a started node. */
  async askToJoin(question: JoinQuestion): Promise<unknown> {
    const host = this.#host;
    if (!host) throw new GhostStackError('unavailable', says('error.transport.offlineToJoin'));
    return this.#gate.admission.whileDiallable(peerIdOf(question.inviterKey), () =>
      askToJoin(host, question, this.#timing),
    );
  }

  /** Where other computers can dial this node: multiaddrs without PeerId, the likeliest first. */
  reachableAddresses(): string[] {
    return this.#host === null ? [] : reachableAddresses(listeningAt(this.#listen, this.addresses()));
  }

  addresses(): string[] {
    return this.#host?.getMultiaddrs().map(String) ?? [];
  }

  /** Makes a peer known, or changes its address. Throws `invalid-argument` for an address that is none. */
  setPeer(peer: PeerAddress): void {
    const record = this.#records.learn(peer);
    if (record.active === null) void this.#dialler.dial(record);
  }

  /** Members may have other keys now. */
  followKeys(): void {
    this.#cell?.followMembers();
    this.#gate.followKeys();
  }

  /** Removes a former member that is connected after it has had the log up to now: so it learns why. */
  async partFrom(did: string): Promise<void> {
    await this.#cell?.drain(did);
    await this.removePeer(did);
  }

  async removePeer(did: string): Promise<void> {
    await this.#links.remove(this.#records.forget(did));
  }

  status(did: string): PeerStatus | null {
    return this.#records.get(did)?.status() ?? null;
  }

  statuses(): PeerStatus[] {
    return this.#records.all().map((record) => record.status());
  }

  /** The handle with which messages are delivered to one peer. */
  peer(did: string): Libp2pPeer {
    return new Libp2pPeer(did, {
      records: this.#records,
      dialler: this.#dialler,
      links: this.#links,
      identity: (of) => this.#options.directory.resolve(of),
      tryNow: (of) => this.tryNow(of),
    });
  }

  /** Dials one peer now, or all of them, whatever is scheduled. Resolves when the tries are over. */
  async tryNow(did?: string): Promise<void> {
    this.#hints.revive();
    const records = did === undefined ? this.#records.all() : [this.#records.of(did)];
    await Promise.all(records.map((record) => this.#dialler.dialAnew(record)));
  }

  async #start(): Promise<void> {
    this.#instance = Buffer.from(this.#random(8)).toString('hex');
    await this.#gate.twins.start();
    const host = await createHost({
      privateKey: await hostKey(this.#options.identity),
      listen: await listenable(this.#listen),
      otherwise: () => listenable(this.#options.listenOtherwise ?? []),
      gate: connectionGate(this.#gate.admission),
      timing: this.#timing,
    });
    this.#host = host;
    host.addEventListener('connection:open', ({ detail }) => this.#gate.watch(detail));
    await handleProtocols(host, this.#streams, this.#gate, this.#options.carrier !== undefined);
    this.#listen = withChosenPorts(this.#listen, host);
    this.#observers.emit({ type: 'listening', addresses: this.addresses() });
    this.#clockWatch.start();
    this.#discover();
    for (const record of this.#records.all()) void this.#dialler.dial(record);
  }

  #cellNetwork(link: CellLink, kept: readonly CellLink[]): CellNetwork {
    return new CellNetwork({
      link,
      kept,
      carrier: this.#options.carrier ?? null,
      directory: this.#options.directory,
      isConnected: (did) => this.#records.get(did)?.active != null,
      addressesOf: (did) => this.#records.get(did)?.addresses ?? [],
      onFound: (source, did, address) => this.#hints.heard(source, this.#records.of(did).did, address),
      onOwnName: (source, address) => this.#gate.twins.ask(source, address),
      onNetworkChange: () => void this.tryNow(),
      self: () => this.#host?.peerId ?? null,
      onSeen: (did) => this.#links.seen(this.#records.of(did)),
      onViolation: (did, reason) => this.#links.cutOff(this.#records.of(did), reason),
      observe: (event) => this.#observers.emit(event),
      clock: this.#clock,
      random: this.#random,
      timing: this.#timing,
    });
  }

  #discover(): void {
    if (this.#host === null || isLoopbackOnly(this.#listen)) return;
    void this.#cell?.discover(this.#host, this.#listen, this.#discovery);
  }
}
