import type { Connection, Libp2p, PeerId, Stream } from '@libp2p/interface';
import { multiaddr } from '@multiformats/multiaddr';
import type { SigningKey } from '../crypto/signing-key.ts';
import type { Directory } from '../messaging/directory.ts';
import { Observers } from '../messaging/observers.ts';
import { type Clock, type RandomBytes, systemClock, systemRandom } from '../messaging/random.ts';
import { connectionGate } from './connection-gate.ts';
import { createHost } from './create-host.ts';
import { describeDialFailure } from './dial-failure.ts';
import { FrameStream } from './frame-stream.ts';
import { HELLO_PROTOCOL, type Hello, PUSH_PROTOCOL, VERSIONS } from './frames.ts';
import { Libp2pPeer } from './libp2p-peer.ts';
import type { MeshDaemon } from './mesh-daemon.ts';
import { parsePeerAddress } from './peer-address.ts';
import { type ConnectionOptions, type LastWord, PeerConnection, pushLimits } from './peer-connection.ts';
import { didOf, hostKey, peerIdOf, peerOf } from './peer-key.ts';
import { PeerRecord, type PeerStatus } from './peer-record.ts';
import { ProtocolViolation } from './protocol-violation.ts';
import { type ReceiveEnvelopes, receivePushes } from './push-receiver.ts';
import { redialDelayMs } from './redial-delay.ts';
import { DEFAULT_TIMING, type TransportTiming } from './timing.ts';

export type DaemonEvent =
  | { readonly type: 'listening'; readonly addresses: readonly string[] }
  /** Anything about the link to a peer changed. */
  | { readonly type: 'peer'; readonly did: string; readonly status: PeerStatus }
  /** A peer said hello on a new connection: what waits for it can go. */
  | { readonly type: 'connected'; readonly did: string }
  | { readonly type: 'disconnected'; readonly did: string; readonly reason: string }
  /** We cut a peer off because it broke the protocol. */
  | { readonly type: 'cut-off'; readonly did: string; readonly reason: string }
  /** Somebody who is not allowed tried to connect; the DID of its key, if it has one. */
  | { readonly type: 'stranger'; readonly did: string | null };

export interface Libp2pDaemonOptions {
  readonly identity: SigningKey;
  readonly directory: Directory;
  /** Takes what peers push: Inbox.receive. */
  readonly receive: ReceiveEnvelopes;
  /** Multiaddrs to listen on; a free port of the loopback interface if not given. */
  readonly listen?: readonly string[];
  /** Who may connect; everyone in the directory if not given. */
  readonly isAllowed?: (did: string) => boolean;
  readonly clock?: Clock;
  readonly random?: RandomBytes;
  readonly timing?: Partial<TransportTiming>;
  readonly observe?: (event: DaemonEvent) => void;
}

export interface PeerAddress {
  readonly did: string;
  /** Where to dial, as people write it; null when the peer must dial us. */
  readonly address?: string | null;
  /** Addresses that worked before. */
  readonly remembered?: readonly string[];
  readonly lastSeenAtMs?: number | null;
}

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
  readonly #redialTimers = new Map<string, NodeJS.Timeout>();
  /** By libp2p's connection id, once hello is said. */
  readonly #established = new Map<string, PeerConnection>();
  #listen: readonly string[];
  #host: Libp2p | null = null;
  #instance = '';
  #starting: Promise<void> | null = null;

  constructor(options: Libp2pDaemonOptions) {
    this.#options = options;
    this.#timing = { ...DEFAULT_TIMING, ...options.timing };
    this.#clock = options.clock ?? systemClock;
    this.#random = options.random ?? systemRandom;
    this.#listen = options.listen ?? ['/ip4/127.0.0.1/tcp/0'];
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
    for (const did of [...this.#redialTimers.keys()]) this.#cancelRedial(did);
    await Promise.all(
      [...this.#established.values()].map((open) => open.close('stopping', 'the node is stopping')),
    );
    await host.stop();
    this.#established.clear();
    for (const record of this.#records.values()) {
      record.active = null;
      record.verdict = null;
      this.#changed(record);
    }
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
    if (record.active === null) void this.#dial(record);
  }

  async removePeer(did: string): Promise<void> {
    const record = this.#records.get(did);
    this.#records.delete(did);
    this.#cancelRedial(did);
    await record?.active?.close('removed', 'this node was removed from the peers');
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
        const record = this.#record(did);
        record.paused = false;
        await this.tryNow(did);
      },
      pause: async () => {
        const record = this.#record(did);
        record.paused = true;
        this.#cancelRedial(did);
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
        return this.#dial(record);
      }),
    );
  }

  async #start(): Promise<void> {
    this.#instance = Buffer.from(this.#random(16)).toString('hex');
    const host = await createHost({
      privateKey: await hostKey(this.#options.identity),
      listen: this.#listen,
      gate: connectionGate((peerId) => this.#allows(peerId)),
      timing: this.#timing,
    });
    this.#host = host;
    const limits = { maxInboundStreams: 1, maxOutboundStreams: 1 };
    host.addEventListener('connection:open', ({ detail }) => this.#onOpen(detail));
    await host.handle(HELLO_PROTOCOL, (stream, connection) => this.#onHello(stream, connection), limits);
    await host.handle(PUSH_PROTOCOL, (stream, connection) => this.#onPush(stream, connection), limits);
    // A port of 0 was chosen by the system: keep it, peers remember it.
    const chosen = host.getMultiaddrs().map((address) => String(address.decapsulateCode(P2P_CODE)));
    if (this.#listen.length === 1 && chosen[0] !== undefined) {
      this.#listen = [withPort(this.#listen[0] ?? '', chosen[0])];
    }
    this.#observers.emit({ type: 'listening', addresses: this.addresses() });
    for (const record of this.#records.values()) void this.#dial(record);
  }

  #allows(peerId: PeerId): boolean {
    const { directory, isAllowed } = this.#options;
    const did = didOf(directory, peerId);
    const record = did === null ? undefined : this.#records.get(did);
    const kept = record !== undefined && (record.paused || record.cutOffUntilMs > this.#clock());
    const known =
      did !== null && (isAllowed === undefined ? peerOf(directory, peerId) !== null : isAllowed(did));
    if (!known) this.#observers.emit({ type: 'stranger', did });
    return known && !kept;
  }

  #record(did: string): PeerRecord {
    const known = this.#records.get(did);
    if (known !== undefined) return known;
    const record = new PeerRecord(did);
    this.#records.set(did, record);
    return record;
  }

  // Dialling

  async #dial(record: PeerRecord): Promise<void> {
    const host = this.#host;
    const identity = this.#options.directory.resolve(record.did);
    const { addresses } = record;
    if (host === null || identity === null || addresses.length === 0) return;
    if (record.paused || record.dialling || record.active !== null) return;
    this.#cancelRedial(record.did);
    record.dialling = true;
    record.attempts += 1;
    this.#changed(record);
    const suffix = `/p2p/${peerIdOf(identity.signingKey)}`;
    try {
      const targets = addresses.map((address) => multiaddr(address + suffix));
      const connection = await host.dial(targets, { signal: AbortSignal.timeout(this.#timing.dialMs) });
      // An inbound connection that came first: its dialler says hello.
      if (connection.direction === 'outbound' && !this.#established.has(connection.id)) {
        await this.#greet(record, connection, identity.alias);
      }
    } catch (error) {
      record.verdict = describeDialFailure(error, record.lastSeenAtMs !== null);
    }
    record.dialling = false;
    if (record.active === null) this.#redialLater(record);
    this.#changed(record);
  }

  async #greet(record: PeerRecord, connection: Connection, name: string): Promise<void> {
    try {
      this.#establish(record, await PeerConnection.greet(this.#connectionOptions(record, connection, name)));
    } catch (error) {
      const cut = error instanceof ProtocolViolation ? error.reason : null;
      connection.abort(error instanceof Error ? error : new Error(String(error)));
      if (cut !== null) this.#cutOff(record, cut);
      else throw error;
    }
  }

  #redialLater(record: PeerRecord): void {
    if (this.#host === null || record.paused || record.addresses.length === 0) return;
    this.#cancelRedial(record.did);
    const untilMs = Math.max(record.cutOffUntilMs - this.#clock(), 0);
    const delayMs = Math.max(
      redialDelayMs(record.attempts, this.#random) * (record.refused === null ? 1 : REFUSED_SLOWER),
      untilMs,
    );
    record.nextTryAtMs = this.#clock() + Math.round(delayMs);
    const timer = setTimeout(() => void this.#dial(record), delayMs);
    this.#redialTimers.set(record.did, timer);
  }

  #cancelRedial(did: string): void {
    clearTimeout(this.#redialTimers.get(did));
    this.#redialTimers.delete(did);
    const record = this.#records.get(did);
    if (record !== undefined) record.nextTryAtMs = null;
  }

  // Connections

  /** Whoever dials must say hello; who does not is sent away. */
  #onOpen(connection: Connection): void {
    if (connection.direction === 'outbound') return;
    const timer = setTimeout(() => {
      if (!this.#established.has(connection.id)) connection.abort(new Error('no hello'));
    }, this.#timing.helloMs);
    connection.addEventListener('close', () => clearTimeout(timer));
  }

  async #onHello(stream: Stream, connection: Connection): Promise<void> {
    const did = didOf(this.#options.directory, connection.remotePeer);
    if (did === null || connection.direction !== 'inbound') {
      stream.abort(new Error('unexpected hello'));
      return;
    }
    const record = this.#record(did);
    const name = this.#options.directory.resolve(did)?.alias ?? did;
    try {
      await PeerConnection.answer(stream, this.#connectionOptions(record, connection, name), (established) =>
        this.#establish(record, established),
      );
    } catch (error) {
      if (error instanceof ProtocolViolation) this.#cutOff(record, error.reason);
      connection.abort(error instanceof Error ? error : new Error(String(error)));
    }
  }

  async #onPush(stream: Stream, connection: Connection): Promise<void> {
    const established = this.#established.get(connection.id);
    const did = didOf(this.#options.directory, connection.remotePeer);
    if (established === undefined || did === null) {
      stream.abort(new Error('hello first'));
      return;
    }
    const record = this.#record(did);
    const frames = new FrameStream(stream, pushLimits(this.#timing), (error) => {
      // At once, not when the batch before it is stored.
      if (error instanceof ProtocolViolation) this.#cutOff(record, error.reason);
    });
    try {
      await receivePushes(frames, {
        receive: this.#options.receive,
        clock: this.#clock,
        onProgress: (header, envelopes, bytes, answered) => {
          record.lastSeenAtMs = this.#clock();
          const done = header.done + (answered ? envelopes : 0);
          const bytesDone = header.bytes_done + (answered ? bytes : 0);
          const over = done >= header.total;
          record.receiving = over
            ? null
            : { done, total: header.total, bytesDone, bytesTotal: Math.max(header.bytes_total, bytesDone) };
          this.#changed(record);
        },
      });
      await frames.close(AbortSignal.timeout(this.#timing.closeMs));
    } catch (error) {
      if (error instanceof ProtocolViolation) this.#cutOff(record, error.reason);
      frames.fail(error instanceof Error ? error : new Error(String(error)));
    } finally {
      record.receiving = null;
      this.#changed(record);
    }
  }

  #connectionOptions(record: PeerRecord, connection: Connection, name: string): ConnectionOptions {
    return {
      connection,
      name,
      clock: this.#clock,
      timing: this.#timing,
      hello: () => this.#hello(),
      onSeen: () => {
        record.lastSeenAtMs = this.#clock();
      },
      onClosed: (last) => this.#onClosed(record, connection, last),
      onViolation: (reason) => this.#cutOff(record, reason),
    };
  }

  #hello(): Hello {
    const ports = this.addresses().map((address) => Number(/\/tcp\/(\d+)/.exec(address)?.[1] ?? 0));
    return {
      type: 'hello',
      versions: [...VERSIONS],
      clock: this.#clock(),
      instance: this.#instance,
      ports: [...new Set(ports)].filter((port) => port > 0).slice(0, 8),
    };
  }

  #establish(record: PeerRecord, established: PeerConnection): void {
    record.lastSeenAtMs = this.#clock();
    record.clockAheadMs = established.clockAheadMs;
    if (established.version === null) {
      const theirs = Math.max(...established.theirs.versions);
      record.verdict = { state: 'version', theirs, ours: Math.max(...VERSIONS) };
      void established.close('version', `this node speaks version ${VERSIONS.join(', ')}`);
      this.#changed(record);
      return;
    }
    this.#established.set(established.connection.id, established);
    this.#rememberAddress(record, established);
    const other = record.active;
    if (other !== null && this.#preferred(record, other, established) === other) {
      void established.close('duplicate', 'there is another connection');
      return;
    }
    record.active = established;
    record.attempts = 0;
    record.verdict = null;
    this.#cancelRedial(record.did);
    void other?.close('duplicate', 'there is a newer connection');
    this.#changed(record);
    this.#observers.emit({ type: 'connected', did: record.did });
  }

  /**
   * Of two connections, both sides keep the same one: the one of the peer's present life, then the one that was
   * dialled by the lower PeerId, then the newer one.
   */
  #preferred(record: PeerRecord, older: PeerConnection, newer: PeerConnection): PeerConnection {
    if (older.theirs.instance !== newer.theirs.instance) return newer;
    if (older.dialledByUs === newer.dialledByUs || record.paused) return newer;
    const ours = this.#host?.peerId.toString() ?? '';
    const weAreLower = ours < newer.connection.remotePeer.toString();
    return older.dialledByUs === weAreLower ? older : newer;
  }

  /** What the peer listens on, at the address that it was seen at: that much it cannot make up. */
  #rememberAddress(record: PeerRecord, { connection, theirs, dialledByUs }: PeerConnection): void {
    const [host, tcp] = connection.remoteAddr.getComponents();
    if (host?.value === undefined || (host.name !== 'ip4' && host.name !== 'ip6')) return;
    if (dialledByUs) record.remember(`/${host.name}/${host.value}/tcp/${tcp?.value}`);
    else
      for (const port of theirs.ports.slice(0, 2)) record.remember(`/${host.name}/${host.value}/tcp/${port}`);
  }

  #onClosed(record: PeerRecord, connection: Connection, last: LastWord | null): void {
    this.#established.delete(connection.id);
    if (record.active?.connection.id !== connection.id) return;
    record.active = null;
    record.receiving = null;
    record.lastSeenAtMs = this.#clock();
    const reason = last?.reason ?? 'the connection was lost';
    if (record.verdict === null) record.verdict = verdictOf(last);
    record.attempts = 1;
    if (this.#records.get(record.did) === record) {
      this.#redialLater(record);
      this.#changed(record);
    }
    this.#observers.emit({ type: 'disconnected', did: record.did, reason });
  }

  /** Cuts a peer off for a while, and says to it and to people why. */
  #cutOff(record: PeerRecord, reason: string): void {
    if (record.cutOffUntilMs > this.#clock()) return;
    record.cutOffUntilMs = this.#clock() + this.#timing.cutOffMs;
    record.verdict = { state: 'cut-off', reason: reason.slice(0, 200) };
    this.#observers.emit({ type: 'cut-off', did: record.did, reason });
    if (record.active === null) this.#redialLater(record);
    else void record.active.close('cut-off', reason);
    this.#changed(record);
  }

  #changed(record: PeerRecord): void {
    if (this.#records.get(record.did) !== record) return;
    this.#observers.emit({ type: 'peer', did: record.did, status: record.status() });
  }
}

/** A peer that refused us is not asked again as often as one that is only away. */
const REFUSED_SLOWER = 10;
const P2P_CODE = 421;

/** What the peer's last word means for the link. */
function verdictOf(last: LastWord | null): PeerRecord['verdict'] {
  if (last?.by !== 'them') return null;
  if (last.code === 'cut-off') {
    return {
      state: 'refused',
      reason: `it cut the connection because this node ${last.reason}`.slice(0, 200),
    };
  }
  if (last.code === 'removed') return { state: 'refused', reason: 'it removed this node from its peers' };
  return null;
}

function withPort(listen: string, chosen: string): string {
  const port = /\/tcp\/(\d+)/.exec(chosen)?.[1];
  return port === undefined ? listen : listen.replace(/\/tcp\/0(?=\/|$)/, `/tcp/${port}`);
}
