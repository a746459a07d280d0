import { setTimeout as delay } from 'node:timers/promises';
import type { Connection, Libp2p, PeerId, Stream } from '@libp2p/interface';
import { DAY_MS } from '#shared/protocol/limits.ts';
import { type Saying, says } from '#shared/protocol/saying.ts';
import type { Carrier } from '../../messaging/carrying/carrier.ts';
import type { Directory } from '../../messaging/directory.ts';
import { addressInWords } from '../../messaging/peer-address.ts';
import type { Clock, RandomBytes } from '../../messaging/random.ts';
import { CarrySync } from '../carry/carry-sync.ts';
import { ComparePace } from '../carry/compare-pace.ts';
import { Untold } from '../carry/untold.ts';
import { Wanted } from '../carry/wanted.ts';
import type { DiscoveryKind } from '../discovery/discovery.ts';
import type { KeyClaim, KeyLog } from '../key/key-frames.ts';
import { keyProof } from '../key/key-proof.ts';
import { CellDiscoveries } from './cell-discoveries.ts';
import type { CellLink } from './cell-link.ts';
import { CellSyncs } from './cell-syncs.ts';
import type { DaemonEvent } from './daemon-options.ts';
import type { CellFrame, Hello, SaidCell, Twin, Whereabouts } from './frames.ts';
import type { PeerConnection } from './peer-connection.ts';
import type { PeerRecord } from './peer-record.ts';
import type { TransportTiming } from './timing.ts';
import { believableAddresses } from './told-addresses.ts';
import type { WorkBudget } from './work-budget.ts';
import { WorthlessCounter } from './worthless-counter.ts';

export interface CellNetworkOptions {
  /** Of the cell that the node lives in. */
  readonly link: CellLink;
  /** Of those that it keeps. */
  readonly kept: readonly CellLink[];
  /** Null where no mail is carried. */
  readonly carrier: Carrier | null;
  readonly directory: Directory;
  readonly isConnected: (did: string) => boolean;
  /** Where a member was met, the newest first. */
  readonly addressesOf: (did: string) => readonly string[];
  /** A source, which is an IP or a member's DID, says that a member can be dialled at an address. */
  readonly onFound: (source: string, did: string, address: string) => void;
  /** A source claims that this node lives at an address. */
  readonly onOwnName: (source: string, address: string) => void;
  readonly onNetworkChange: () => void;
  /** This node's; null while it is stopped. */
  readonly self: () => PeerId | null;
  readonly onSeen: (did: string) => void;
  readonly onViolation: (did: string, reason: Saying) => void;
  readonly observe: (event: DaemonEvent) => void;
  readonly clock: Clock;
  readonly random: RandomBytes;
  readonly timing: TransportTiming;
}

const DRAIN_MAX_MS = 3_000;

/** What a node in a cell does on the network beyond carrying messages: hello, log, discovery, and meeting its twin. */
export class CellNetwork {
  readonly link: CellLink;
  readonly #options: CellNetworkOptions;
  readonly #syncs: CellSyncs;
  #kept: readonly CellLink[];
  /** By libp2p's connection id. */
  readonly #carries = new Map<string, CarrySync>();
  readonly #pace: ComparePace;
  readonly #wanted = new Wanted();
  readonly #untold: Untold | null;
  /** By the member's DID, over all its connections. */
  readonly #worthless = new Map<string, WorthlessCounter>();
  /** Connections that are kept, by the DID at their other end. */
  readonly #chosen = new Map<string, PeerConnection>();
  readonly #discoveries: CellDiscoveries;

  constructor(options: CellNetworkOptions) {
    this.#options = options;
    this.link = options.link;
    this.#kept = options.kept;
    this.#syncs = new CellSyncs({
      ...options,
      links: () => this.links,
      nameOf: (did) => options.directory.resolve(did)?.alias ?? did,
    });
    this.#discoveries = new CellDiscoveries(options, () => this.links);
    this.#untold = options.carrier && new Untold(options.carrier);
    this.#pace = new ComparePace(options.timing.compareMs);
  }

  /** All that are held, the live one first. */
  get links(): readonly CellLink[] {
    return [this.link, ...this.#kept];
  }

  linkOf(cell: string): CellLink | null {
    return this.links.find(({ log }) => log.cell === cell) ?? null;
  }

  /** Others are kept from now on, in the same life. */
  keep(kept: readonly CellLink[]): void {
    this.#kept = kept;
    this.#syncs.linksChanged();
  }

  /** Those who are connected may be named in a cell by now that they were not named in before. */
  followMembers(): void {
    for (const did of this.#chosen.keys()) this.#syncs.look(did);
  }

  /** What the hello says of the cells to a peer. */
  hello(did: string, theirs: Hello | null): { readonly cells: SaidCell[] } {
    return { cells: this.#syncs.hello(did, theirs) };
  }

  heardCell(connectionId: string, said: CellFrame): void {
    this.#syncs.heard(connectionId, said);
  }

  /** A member said hello on a connection; its receipts are taken from now on. */
  greeted(peer: PeerConnection, did: string, work: WorkBudget): void {
    const { directory, onViolation } = this.#options;
    const name = directory.resolve(did)?.alias ?? did;
    let carry: CarrySync | null = null;
    this.#syncs.greeted(peer, {
      did,
      work,
      onFirstPass: () => void carry?.logIsThere(),
      onViolation: (reason) => onViolation(did, reason),
    });
    // Mail of the live cell is none of those who are met in a kept one alone.
    if (this.#syncs.hasInCommon(peer.connection.id, this.link.log.cell))
      carry = this.#carrySync(peer, { did, name, work });
  }

  #carrySync(
    peer: PeerConnection,
    member: { readonly did: string; readonly name: string; readonly work: WorkBudget },
  ): CarrySync | null {
    const { carrier, timing, clock, onSeen, onViolation } = this.#options;
    if (carrier === null || this.#untold === null) return null;
    const { did } = member;
    const worthless =
      this.#worthless.get(did) ?? new WorthlessCounter(clock, 'error.violation.worthlessParcels');
    this.#worthless.set(did, worthless);
    const carry = new CarrySync({
      ...member,
      carrier,
      peer,
      worthless,
      pace: this.#pace,
      wanted: this.#wanted,
      untold: this.#untold,
      timing,
      onSeen: () => onSeen(did),
      onViolation: (reason) => onViolation(did, reason),
    });
    this.#carries.set(peer.connection.id, carry);
    return carry;
  }

  /** A member under a key that the log here does not know yet brings that log. */
  hosted(peer: PeerConnection, did: string, work: WorkBudget, end: (reason: Saying) => void): void {
    this.#syncs.greeted(peer, { did, work, onFirstPass: () => undefined, onViolation: end });
    this.#syncs.start(peer.connection.id);
  }

  /** What a member is shown that may know us by a former key; null for who never had another one. */
  keyToShow(
    { did, attempts }: PeerRecord,
    { remotePeer }: Connection,
  ): { claim: KeyClaim; log: KeyLog } | null {
    const { clock, self } = this.#options;
    const own = self();
    const { keys, log } = this.link;
    const secrets = keys?.formerSecrets(did, Math.floor(clock() / DAY_MS)) ?? [];
    // By which of our keys it knows us is not known: each has its turn.
    const secret = secrets[Math.max(0, attempts - 1) % Math.max(1, secrets.length)];
    if (secret === undefined || own === null || keys === undefined) return null;
    const claim = { v: 1, cell: log.cell, proof: keyProof(secret, own, remotePeer) } as const;
    return { claim, log: { didLog: keys.ownLog().map((version) => ({ ...version })) } };
  }

  /** The connection is the one that is kept: what the member lacks is sent over it. */
  chosen(peer: PeerConnection, did: string): void {
    this.#chosen.set(did, peer);
    this.#syncs.start(peer.connection.id);
    this.#introduce(peer, did);
  }

  /** Members meet through members: each is told where the others were met. */
  #introduce(peer: PeerConnection, did: string): void {
    const { addressesOf } = this.#options;
    const others = [...this.#chosen.keys()].filter((other) => other !== did);
    const known = this.#options.directory
      .peers()
      .filter((member) => member.did !== did)
      .map((member) => ({ did: member.did, addresses: addressesOf(member.did).slice(0, 4) }))
      .filter(({ addresses }) => addresses.length > 0);
    if (known.length > 0) void peer.tellWhereabouts(known);
    const addresses = addressesOf(did).slice(0, 4);
    if (addresses.length === 0) return;
    for (const other of others) void this.#chosen.get(other)?.tellWhereabouts([{ did, addresses }]);
  }

  /** A member, connected from an IP, says where it has met others; those who are not connected are tried there. */
  heardWhereabouts(source: string, ip: string | null, members: Whereabouts['members']): void {
    const { directory, isConnected, onFound } = this.#options;
    for (const { did, addresses } of members) {
      if (did === directory.self.did || directory.resolve(did) === null || isConnected(did)) continue;
      for (const address of believableAddresses(addresses, ip)) onFound(source, did, address);
    }
  }

  /** Resolves when a member that is connected has taken all that it lacks now, or after a while. */
  async drain(did: string): Promise<void> {
    const peer = this.#chosen.get(did);
    if (!peer) return;
    const drained = this.#syncs.drain(peer.connection.id);
    const isOver = new AbortController();
    const limit = delay(DRAIN_MAX_MS, undefined, { signal: isOver.signal }).catch(() => undefined);
    await Promise.race([drained, limit]);
    isOver.abort();
  }

  /** Resolves when neither receipts nor messages are on their way to a member over that connection. */
  async quiet(connectionId: string): Promise<void> {
    const peer = [...this.#chosen.values()].find(({ connection }) => connection.id === connectionId);
    await this.#syncs.quiet(connectionId);
    await peer?.quiet();
  }

  closed(connectionId: string): void {
    for (const [did, { connection }] of this.#chosen)
      if (connection.id === connectionId) this.#chosen.delete(did);
    this.#syncs.closed(connectionId);
    this.#carries.get(connectionId)?.stop();
    this.#carries.delete(connectionId);
  }

  async receiveLog(stream: Stream, connectionId: string): Promise<void> {
    await this.#syncs.receive(stream, connectionId);
  }

  async receiveCarried(stream: Stream, connectionId: string): Promise<void> {
    const carry = this.#carries.get(connectionId);
    if (carry === undefined) stream.abort(new Error('hello first'));
    else await carry.receive(stream);
  }

  /** A member says that another node with this one's key is connected to it: it is asked for proof. */
  twinMetBy(did: string, teller: string | null, twin: Twin): void {
    const name = this.#options.directory.resolve(did)?.alias ?? did;
    const where = believableAddresses(twin.addresses, teller);
    const addresses = where.map(addressInWords).join(', ');
    const told =
      addresses === '' ? says('error.twin.told', { name }) : says('error.twin.toldAt', { name, addresses });
    for (const { log } of this.links) log.twinTold(did, told);
    for (const address of where) this.#options.onOwnName(did, address);
  }

  /** A second live node has proved this node's key. */
  twinProved(address: string): void {
    const proved = says('error.twin.proved', { address: addressInWords(address) });
    for (const { log } of this.links) log.twinShown(proved);
  }

  /** Those of a kind that was not asked for before begin, others end. */
  discover(host: Libp2p, listen: readonly string[], kinds: readonly DiscoveryKind[]): Promise<void> {
    return this.#discoveries.use(host, listen, kinds);
  }

  stopDiscovery(): Promise<void> {
    return this.#discoveries.stop();
  }

  async stop(): Promise<void> {
    this.#syncs.stop();
    for (const id of [...this.#carries.keys()]) this.closed(id);
    this.#untold?.stop();
    await this.stopDiscovery();
  }
}
