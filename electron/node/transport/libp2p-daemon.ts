import type { Connection, Libp2p, Stream } from '@libp2p/interface';
import { GhostStackError } from '#shared/errors.ts';
import { Observers } from '../messaging/observers.ts';
import { type Clock, type RandomBytes, systemClock, systemRandom } from '../messaging/random.ts';
import { Admission } from './admission.ts';
import { askToJoin, type JoinQuestion } from './ask-to-join.ts';
import type { CellLink } from './cell-link.ts';
import { CellNetwork } from './cell-network.ts';
import { connectionGate } from './connection-gate.ts';
import { createHost } from './create-host.ts';
import type { DaemonEvent, Libp2pDaemonOptions, PeerAddress } from './daemon-options.ts';
import { Dialler } from './dialler.ts';
import { HELLO_PROTOCOL, type Hello, PUSH_PROTOCOL, VERSIONS } from './frames.ts';
import { takePushes } from './inbound-push.ts';
import { JOIN_PROTOCOL } from './join-frames.ts';
import { JoinReception } from './join-reception.ts';
import { Libp2pPeer } from './libp2p-peer.ts';
import { isLoopbackOnly, portsOf, withChosenPorts } from './listen-addresses.ts';
import { LOG_PROTOCOL } from './log-frames.ts';
import type { MeshDaemon } from './mesh-daemon.ts';
import { parsePeerAddress } from './peer-address.ts';
import { type ConnectionOptions, PeerConnection } from './peer-connection.ts';
import { didOf, hostKey, peerIdOf } from './peer-key.ts';
import { PeerLinks } from './peer-links.ts';
import { PeerRecord, type PeerStatus } from './peer-record.ts';
import { ProtocolViolation } from './protocol-violation.ts';
import { DEFAULT_TIMING, type TransportTiming } from './timing.ts';
import { hostOf } from './told-addresses.ts';
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
  readonly #reception: JoinReception;
  readonly #links: PeerLinks;
  readonly #admission: Admission;
  #listen: readonly string[];
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
    const shared = { clock: this.#clock, timing: this.#timing };
    this.#dialler = new Dialler({
      ...shared,
      random: this.#random,
      host: () => this.#host,
      identity: (did) => options.directory.resolve(did),
      greet: (record, connection, name) => this.#greet(record, connection, name),
      onChanged: (record) => this.#changed(record),
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
      ...shared,
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
    await before?.stop();
    if (this.#host === null) return;
    await this.#links.closeAll('changed', 'the node joined or left a cell');
    this.#discover();
    void this.tryNow();
  }

  /** Asks an inviter for admission; see askToJoin. Needs neither a cell nor peers, but a started node. */
  async askToJoin(question: JoinQuestion): Promise<unknown> {
    const host = this.#host;
    if (host === null) throw new GhostStackError('unavailable', 'This node is offline. Go online to join.');
    return this.#admission.whileDiallable(peerIdOf(question.inviterKey), () =>
      askToJoin(host, question, this.#timing),
    );
  }

  /** Multiaddrs at which this node can be dialled, with its PeerId. */
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
      [HELLO_PROTOCOL, (stream, connection) => this.#onHello(stream, connection)],
      [PUSH_PROTOCOL, (stream, connection) => this.#onPush(stream, connection)],
      [LOG_PROTOCOL, (stream, connection) => this.#onLog(stream, connection)],
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
      onFound: (did, address) => void this.#dialler.dialAt(this.#record(did), address),
      onOwnName: (address) => void this.#twins.ask(address),
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
    if (this.#host === null || this.#options.discovery === false || isLoopbackOnly(this.#listen)) return;
    this.#cell?.startDiscovery(this.#host, this.#listen);
  }

  #record(did: string): PeerRecord {
    const known = this.#records.get(did);
    if (known !== undefined) return known;
    const record = new PeerRecord(did);
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

  async #greet(record: PeerRecord, connection: Connection, name: string): Promise<void> {
    if (this.#links.has(connection.id)) return;
    try {
      this.#links.establish(
        record,
        await PeerConnection.greet(this.#connectionOptions(record, connection, name)),
      );
    } catch (error) {
      connection.abort(error instanceof Error ? error : new Error(String(error)));
      if (!(error instanceof ProtocolViolation)) throw error;
      this.#links.cutOff(record, error.reason);
    }
  }

  async #onHello(stream: Stream, connection: Connection): Promise<void> {
    const did = didOf(this.#options.directory, connection.remotePeer);
    if (
      did === null ||
      connection.direction !== 'inbound' ||
      !this.#admission.isPeer(connection.remotePeer)
    ) {
      connection.abort(new Error('unexpected hello'));
      return;
    }
    const record = this.#record(did);
    const name = this.#options.directory.resolve(did)?.alias ?? did;
    try {
      await PeerConnection.answer(stream, this.#connectionOptions(record, connection, name), (established) =>
        this.#links.establish(record, established),
      );
    } catch (error) {
      if (error instanceof ProtocolViolation) this.#links.cutOff(record, error.reason);
      connection.abort(error instanceof Error ? error : new Error(String(error)));
    }
  }

  async #onPush(stream: Stream, connection: Connection): Promise<void> {
    const did = this.#greeted(stream, connection);
    if (did === null) return;
    const record = this.#record(did);
    await takePushes(stream, record, {
      receive: this.#options.receive,
      clock: this.#clock,
      timing: this.#timing,
      onChanged: () => this.#changed(record),
      onViolation: (reason) => this.#links.cutOff(record, reason),
    });
  }

  async #onLog(stream: Stream, connection: Connection): Promise<void> {
    if (this.#greeted(stream, connection) === null) return;
    if (this.#cell === null) stream.abort(new Error('not in a cell'));
    else await this.#cell.receiveLog(stream, connection.id);
  }

  /** The peer that said hello on a connection; without, the stream is refused, and a stranger is sent away. */
  #greeted(stream: Stream, connection: Connection): string | null {
    const did = didOf(this.#options.directory, connection.remotePeer);
    if (did !== null && this.#links.has(connection.id)) return did;
    stream.abort(new Error('hello first'));
    if (!this.#admission.isPeer(connection.remotePeer))
      connection.abort(new Error('strangers may only ask to join'));
    return null;
  }

  #connectionOptions(record: PeerRecord, connection: Connection, name: string): ConnectionOptions {
    return {
      connection,
      name,
      clock: this.#clock,
      timing: this.#timing,
      hello: (theirs) => this.#hello(theirs),
      onSeen: () => this.#links.seen(record),
      onClosed: (last) => this.#links.closed(record, connection, last),
      onViolation: (reason) => this.#links.cutOff(record, reason),
      onTwin: (twin) => {
        if (twin.instance === this.#instance) return;
        this.#cell?.twinMetBy(record.did, hostOf(String(connection.remoteAddr)), twin);
      },
      onWhereabouts: (members) => this.#cell?.heardWhereabouts(members),
    };
  }

  #hello(theirs: Hello | null): Hello {
    return {
      type: 'hello',
      versions: [...VERSIONS],
      clock: this.#clock(),
      instance: this.#instance,
      ports: portsOf(this.#host).slice(0, 8),
      ...this.#cell?.hello(theirs),
    };
  }

  #changed(record: PeerRecord): void {
    if (this.#records.get(record.did) !== record) return;
    this.#observers.emit({ type: 'peer', did: record.did, status: record.status() });
  }
}
