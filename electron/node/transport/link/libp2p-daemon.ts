import type { Connection, Libp2p, Stream } from '@libp2p/interface';
import { GhostStackError } from '#shared/contract/errors.ts';
import type { MeshDaemon } from '../../messaging/mesh-daemon.ts';
import { Observers } from '../../messaging/observers.ts';
import { parsePeerAddress } from '../../messaging/peer-address.ts';
import { type Clock, type RandomBytes, systemClock, systemRandom } from '../../messaging/random.ts';
import { DEFAULT_DISCOVERIES, type DiscoveryKind } from '../discovery/discovery.ts';
import { HintDials } from '../discovery/hint-dials.ts';
import { Admission } from '../join/admission.ts';
import { askToJoin, type JoinQuestion } from '../join/ask-to-join.ts';
import { JOIN_PROTOCOL } from '../join/join-frames.ts';
import { JoinReception } from '../join/join-reception.ts';
import { LOG_PROTOCOL } from '../log/log-frames.ts';
import type { CellLink } from './cell-link.ts';
import { CellNetwork } from './cell-network.ts';
import { connectionGate } from './connection-gate.ts';
import { createHost } from './create-host.ts';
import type { DaemonEvent, Libp2pDaemonOptions, PeerAddress } from './daemon-options.ts';
import { Dialler } from './dialler.ts';
import { HELLO_PROTOCOL, PUSH_PROTOCOL } from './frames.ts';
import { Libp2pPeer } from './libp2p-peer.ts';
import { isLoopbackOnly, portsOf, withChosenPorts } from './listen-addresses.ts';
import { hostKey, peerIdOf } from './peer-key.ts';
import { PeerLinks } from './peer-links.ts';
import { PeerRecord, type PeerStatus } from './peer-record.ts';
import { PeerStreams } from './peer-streams.ts';
import { reachableAddresses } from './reachable-addresses.ts';
import { DEFAULT_TIMING, type TransportTiming } from './timing.ts';
import { TWIN_PROTOCOL } from './twin-probe.ts';
import { TwinWatch } from './twin-watch.ts';

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
  readonly #records = new Map<string, PeerRecord>();
  readonly #dialler: Dialler;
  readonly #hints: HintDials;
  readonly #reception: JoinReception;
  readonly #links: PeerLinks;
  readonly #admission: Admission;
  readonly #streams: PeerStreams;
  #listen: readonly string[];
  #discovery: readonly DiscoveryKind[];
  #host: Libp2p | null = null;
  #cell: CellNetwork | null = null;
  readonly #twins: TwinWatch;
  #instance = '';
  #starting: Promise<void> | null = null;

  constructor(options: Libp2pDaemonOptions) {
    this.#options = options;
    this.#timing = { ...DEFAULT_TIMING, ...options.timing };
    this.#clock = options.clock ?? systemClock;
    this.#random = options.random ?? systemRandom;
    this.#listen = options.listen ?? ['/ip4/127.0.0.1/tcp/0'];
    this.#discovery = options.discovery ?? DEFAULT_DISCOVERIES;
    const shared = { clock: this.#clock, timing: this.#timing };
    this.#dialler = new Dialler({
      ...shared,
      random: this.#random,
      host: () => this.#host,
      identity: (did) => options.directory.resolve(did),
      greet: (record, connection, name) => this.#streams.greet(record, connection, name),
      onChanged: (record) => this.#changed(record),
    });
    this.#hints = new HintDials({
      dialler: this.#dialler,
      record: (did) => this.#records.get(did) ?? null,
    });
    this.#links = new PeerLinks({
      ...shared,
      dialler: this.#dialler,
      cell: () => this.#cell,
      ourPeerId: () => this.#host?.peerId.toString() ?? '',
      isKnown: (record) => this.#records.get(record.did) === record,
      onChanged: (record) => this.#changed(record),
      observe: (event) => this.#observers.emit(event),
    });
    this.#reception = new JoinReception({
      ...shared,
      desk: () => this.#cell?.link.joinDesk ?? null,
    });
    this.#twins = new TwinWatch({
      timing: this.#timing,
      identity: options.identity,
      instance: () => this.#instance,
      onTwin: (address) => this.#cell?.twinProved(address),
    });
    this.#admission = new Admission({
      directory: options.directory,
      isAllowed: options.isAllowed,
      clock: this.#clock,
      record: (did) => this.#records.get(did) ?? null,
      reception: this.#reception,
      isProber: (peerId) => this.#twins.isProber(peerId),
      onStranger: (did) => this.#observers.emit({ type: 'stranger', did }),
    });
    this.#streams = new PeerStreams({
      ...shared,
      directory: options.directory,
      admission: this.#admission,
      links: this.#links,
      record: (did) => this.#record(did),
      cell: () => this.#cell,
      instance: () => this.#instance,
      ports: () => portsOf(this.#host),
      receive: options.receive,
      onChanged: (record) => this.#changed(record),
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
    for (const record of this.#records.values()) this.#dialler.cancel(record);
    this.#hints.forget();
    await this.#cell?.stopDiscovery();
    await this.#twins.stop();
    await this.#links.closeAll('stopping', 'the node is stopping');
    await host.stop();
    for (const record of this.#records.values()) {
      record.active = null;
      record.verdict = null;
      this.#changed(record);
    }
  }

  /**
   * Takes part in a cell, or in none: who is in another one is refused, the log is replicated, and members are looked
   * for on the local network. Peers are met anew.
   */
  async attachCell(link: CellLink | null): Promise<void> {
    if (link === (this.#cell?.link ?? null)) return;
    const before = this.#cell;
    this.#cell = link === null ? null : this.#cellNetwork(link);
    this.#hints.forget();
    await before?.stop();
    if (this.#host === null) return;
    await this.#links.closeAll('changed', 'the node joined or left a cell');
    this.#discover();
    void this.tryNow();
  }

  /** Looks for members in these ways from now on. */
  setDiscovery(kinds: readonly DiscoveryKind[]): void {
    this.#discovery = kinds;
    this.#discover();
  }

  /** Asks an inviter for admission; see askToJoin. Needs neither a cell nor peers, but a started node. */
  async askToJoin(question: JoinQuestion): Promise<unknown> {
    const host = this.#host;
    if (host === null) throw new GhostStackError('unavailable', 'This node is offline. Go online to join.');
    return this.#admission.whileDiallable(peerIdOf(question.inviterKey), () =>
      askToJoin(host, question, this.#timing),
    );
  }

  /** Where other computers can dial this node: multiaddrs without PeerId, the likeliest first. */
  reachableAddresses(): string[] {
    return this.#host === null ? [] : reachableAddresses(this.#listening());
  }

  /** As it was asked to, with the ports that were chosen. */
  #listening(): readonly string[] {
    const isChosen = this.#listen.every((address) => !address.endsWith('/tcp/0'));
    return isChosen ? this.#listen : this.addresses().map((address) => address.replace(/\/p2p\/.*$/, ''));
  }

  /** Multiaddrs at which this node listens, with its PeerId. */
  addresses(): string[] {
    return this.#host?.getMultiaddrs().map(String) ?? [];
  }

  /** Makes a peer known, or changes its address. Throws `invalid-argument` for an address that is none. */
  setPeer({ did, address, remembered, lastSeenAtMs }: PeerAddress): void {
    const parsed = typeof address === 'string' ? parsePeerAddress(address) : address;
    const record = this.#record(did);
    if (parsed !== undefined && parsed !== record.address) {
      record.address = parsed;
      record.attempts = 0;
      record.round = 0;
    }
    if (remembered !== undefined) record.remembered = remembered.map(parsePeerAddress);
    if (lastSeenAtMs !== undefined) record.lastSeenAtMs = lastSeenAtMs;
    this.#changed(record);
    if (record.active === null) void this.#dialler.dial(record);
  }

  /** Removes a former member that is connected after it has had the log up to now: so it learns why. */
  async partFrom(did: string): Promise<void> {
    await this.#cell?.drain(did);
    await this.removePeer(did);
  }

  async removePeer(did: string): Promise<void> {
    const record = this.#records.get(did);
    this.#records.delete(did);
    if (record === undefined) return;
    record.work.stop();
    this.#dialler.cancel(record);
    await record.active?.close('removed', 'this node was removed from the peers');
  }

  status(did: string): PeerStatus | null {
    return this.#records.get(did)?.status() ?? null;
  }

  statuses(): PeerStatus[] {
    return [...this.#records.values()].map((record) => record.status());
  }

  /** The handle with which messages are delivered to one peer. */
  peer(did: string): MeshDaemon {
    return new Libp2pPeer(did, {
      record: () => this.#records.get(did) ?? null,
      identity: () => this.#options.directory.resolve(did),
      resume: async () => {
        this.#record(did).paused = false;
        await this.tryNow(did);
      },
      pause: async () => {
        const record = this.#record(did);
        record.paused = true;
        this.#dialler.cancel(record);
        await record.active?.close('stopping', 'the connection is paused');
      },
    });
  }

  /** Dials one peer now, or all of them, whatever is scheduled. Resolves when the tries are over. */
  async tryNow(did?: string): Promise<void> {
    this.#hints.revive();
    const records = did === undefined ? [...this.#records.values()] : [this.#record(did)];
    await Promise.all(
      records.map((record) => {
        record.cutOffUntilMs = 0;
        record.attempts = 0;
        return this.#dialler.dial(record);
      }),
    );
  }

  async #start(): Promise<void> {
    this.#instance = Buffer.from(this.#random(8)).toString('hex');
    await this.#twins.start();
    const host = await createHost({
      privateKey: await hostKey(this.#options.identity),
      listen: this.#listen,
      otherwise: this.#options.listenOtherwise ?? [],
      gate: connectionGate(this.#admission),
      timing: this.#timing,
    });
    this.#host = host;
    const limits = { maxInboundStreams: 1, maxOutboundStreams: 1 };
    const handlers: [string, (stream: Stream, connection: Connection) => Promise<void>][] = [
      [HELLO_PROTOCOL, (stream, connection) => this.#streams.onHello(stream, connection)],
      [PUSH_PROTOCOL, (stream, connection) => this.#streams.onPush(stream, connection)],
      [LOG_PROTOCOL, (stream, connection) => this.#streams.onLog(stream, connection)],
      [JOIN_PROTOCOL, (stream, connection) => this.#reception.receive(stream, connection)],
      [TWIN_PROTOCOL, (stream, connection) => this.#twins.receive(stream, connection)],
    ];
    host.addEventListener('connection:open', ({ detail }) => this.#onOpen(detail));
    for (const [protocol, handler] of handlers) await host.handle(protocol, handler, limits);
    this.#listen = withChosenPorts(this.#listen, host);
    this.#observers.emit({ type: 'listening', addresses: this.addresses() });
    this.#discover();
    for (const record of this.#records.values()) void this.#dialler.dial(record);
  }

  #cellNetwork(link: CellLink): CellNetwork {
    return new CellNetwork({
      link,
      directory: this.#options.directory,
      isConnected: (did) => this.#records.get(did)?.active != null,
      addressesOf: (did) => this.#records.get(did)?.addresses ?? [],
      onFound: (source, did, address) => this.#hints.heard(source, this.#record(did).did, address),
      onOwnName: (source, address) => this.#twins.ask(source, address),
      onNetworkChange: () => void this.tryNow(),
      onSeen: (did) => this.#links.seen(this.#record(did)),
      onViolation: (did, reason) => this.#links.cutOff(this.#record(did), reason),
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

  #record(did: string): PeerRecord {
    const known = this.#records.get(did);
    if (known !== undefined) return known;
    const record: PeerRecord = new PeerRecord(did, this.#timing, () => this.#changed(record));
    this.#records.set(did, record);
    return record;
  }

  // Connections

  /** Whoever dials must say hello; who does not is sent away. Strangers may only ask to join. */
  #onOpen(connection: Connection): void {
    if (connection.direction === 'outbound') return;
    const { remotePeer } = connection;
    const isPeer = this.#admission.isPeer(remotePeer);
    if (this.#twins.isProber(remotePeer)) this.#twins.watch(connection);
    else if (!isPeer) this.#reception.watch(connection);
    if (!isPeer) return;
    const timer = setTimeout(() => {
      if (!this.#links.has(connection.id)) connection.abort(new Error('no hello'));
    }, this.#timing.helloMs);
    connection.addEventListener('close', () => clearTimeout(timer));
  }

  #changed(record: PeerRecord): void {
    if (this.#records.get(record.did) !== record) return;
    this.#observers.emit({ type: 'peer', did: record.did, status: record.status() });
  }
}
