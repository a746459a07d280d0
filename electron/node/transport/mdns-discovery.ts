import multicastDns, { type MulticastDNS } from 'multicast-dns';
import type { Clock, RandomBytes } from '../messaging/random.ts';
import {
  type Announcement,
  announcement,
  dayOf,
  type MdnsRecord,
  memberHint,
  readAnnouncements,
  serviceName,
} from './mdns-packets.ts';
import { isOnNetworkOf, type LanInterface, lanInterfaces, sameInterface } from './network-interfaces.ts';

export interface DiscoveryOptions {
  /** Secret of the members for a day (days since the epoch, UTC). */
  readonly tag: (dayUtc: number) => string;
  readonly selfDid: string;
  readonly memberDids: () => readonly string[];
  /** The TCP port at which this node listens at one of its addresses, or null. */
  readonly portAt: (address: string) => number | null;
  /** Whether someone is missing: then it is asked often. */
  readonly isLacking: () => boolean;
  /** A member announces that it can be dialled there. Called again and again. */
  readonly onFound: (did: string, address: string) => void;
  /** Somebody announces this node's own name from elsewhere: a copy of this node, or somebody's echo. */
  readonly onOwnName: (address: string) => void;
  /** The machine woke up, or its networks changed. */
  readonly onNetworkChange: () => void;
  readonly clock: Clock;
  readonly random: RandomBytes;
  readonly interfaces?: () => LanInterface[];
}

/** How often interfaces and the clock are looked at. */
const WATCH_MS = 1_000;
/** A clock that moved more between two looks: the machine slept, or somebody set it. */
const JUMP_MS = 5_000;
/** After a start or a change somebody may have missed the first question. */
const EAGER_QUERIES = 4;
const LACKING_QUERY_MS = 5_000;
const CALM_QUERY_MS = 60_000;
/** Between two answers on one interface, however many ask (RFC 6762 §6 has the idea). */
const ANSWER_GAP_MS = 200;
const SOCKET_RETRY_MS = 10_000;

interface Link {
  readonly at: LanInterface;
  readonly socket: MulticastDNS;
  queries: number;
  nextQueryAtMs: number;
  lastAnswerAtMs: number;
  answering: NodeJS.Timeout | null;
}

/**
 * Finds members on the local network, on every interface: the stock module sends nothing on a network without a
 * default route. Announces this node to those who ask with the cell's tag.
 */
export class MdnsDiscovery {
  readonly #options: DiscoveryOptions;
  readonly #interfaces: () => LanInterface[];
  readonly #links = new Map<string, Link>();
  readonly #failed = new Map<string, number>();
  /** Random names under which this node announces itself, by day. */
  readonly #instances = new Map<number, string>();
  #timer: NodeJS.Timeout | null = null;
  #lookedAtMs = 0;

  constructor(options: DiscoveryOptions) {
    this.#options = options;
    this.#interfaces = options.interfaces ?? lanInterfaces;
  }

  start(): void {
    if (this.#timer !== null) return;
    this.#lookedAtMs = this.#options.clock();
    this.#look();
    this.#timer = setInterval(() => this.#watch(), WATCH_MS);
  }

  /** Says goodbye on every interface. */
  async stop(): Promise<void> {
    if (this.#timer !== null) clearInterval(this.#timer);
    this.#timer = null;
    await Promise.all(
      [...this.#links.values()].map(async (link) => {
        await this.#announce(link, this.#today(), true);
        await this.#close(link);
      }),
    );
  }

  #watch(): void {
    const { clock, onNetworkChange } = this.#options;
    const nowMs = clock();
    const jumped = Math.abs(nowMs - this.#lookedAtMs - WATCH_MS) > JUMP_MS;
    this.#lookedAtMs = nowMs;
    // After sleep the sockets may have lost their memberships without a word.
    if (jumped) for (const link of [...this.#links.values()]) void this.#close(link);
    if (this.#look() || jumped) onNetworkChange();
    for (const link of this.#links.values()) if (nowMs >= link.nextQueryAtMs) this.#query(link);
  }

  /** Opens a socket for every interface that is new, closes those that are gone; true if anything changed. */
  #look(): boolean {
    const nowMs = this.#options.clock();
    const present = this.#interfaces().filter(({ address }) => this.#options.portAt(address) !== null);
    let changed = false;
    for (const link of [...this.#links.values()]) {
      if (present.some((at) => sameInterface(at, link.at))) continue;
      void this.#close(link);
      changed = true;
    }
    for (const at of present) {
      const retryAtMs = this.#failed.get(at.address) ?? 0;
      if (this.#links.has(at.address) || retryAtMs > nowMs) continue;
      this.#open(at);
      changed = true;
    }
    return changed;
  }

  #open(at: LanInterface): void {
    const socket = multicastDns({ interface: at.address, bind: '0.0.0.0', reuseAddr: true });
    const link: Link = {
      at,
      socket,
      queries: 0,
      nextQueryAtMs: 0,
      lastAnswerAtMs: 0,
      answering: null,
    };
    this.#links.set(at.address, link);
    socket.on('error', () => {
      this.#failed.set(at.address, this.#options.clock() + SOCKET_RETRY_MS);
      void this.#close(link);
    });
    // Every socket hears what arrives on any interface: each minds its own network only.
    socket.on('query', ({ questions }, from) => {
      if (!isOnNetworkOf(at, from.address)) return;
      for (const { name, type } of questions ?? []) if (type === 'PTR') this.#onQuestion(link, name);
    });
    socket.on('response', ({ answers, additionals }, from) => {
      if (isOnNetworkOf(at, from.address))
        this.#onAnswers(link, [...(answers ?? []), ...(additionals ?? [])]);
    });
    socket.on('ready', () => {
      this.#query(link);
      void this.#announce(link, this.#today());
    });
  }

  #close(link: Link): Promise<void> {
    if (this.#links.get(link.at.address) === link) this.#links.delete(link.at.address);
    if (link.answering !== null) clearTimeout(link.answering);
    link.answering = null;
    return new Promise((resolve) => link.socket.destroy(() => resolve()));
  }

  #query(link: Link): void {
    const { clock, isLacking, tag } = this.#options;
    link.queries += 1;
    const later = isLacking() ? LACKING_QUERY_MS : CALM_QUERY_MS;
    link.nextQueryAtMs = clock() + (link.queries < EAGER_QUERIES ? WATCH_MS : later);
    link.socket.query([{ name: serviceName(tag(this.#today())), type: 'PTR' }]);
  }

  /** Whoever asks for today may be a clock apart: yesterday's and tomorrow's names are answered too. */
  #onQuestion(link: Link, name: string): void {
    const day = this.#days().find((candidate) => serviceName(this.#options.tag(candidate)) === name);
    if (day === undefined || link.answering !== null) return;
    const waitMs = Math.max(0, link.lastAnswerAtMs + ANSWER_GAP_MS - performance.now());
    link.answering = setTimeout(() => {
      link.answering = null;
      void this.#announce(link, day);
    }, waitMs);
  }

  #announce(link: Link, day: number, goodbye = false): Promise<void> {
    const { tag, selfDid, portAt } = this.#options;
    const { address } = link.at;
    const port = portAt(address);
    if (port === null) return Promise.resolve();
    link.lastAnswerAtMs = performance.now();
    const secret = tag(day);
    const record: Announcement = {
      service: serviceName(secret),
      instance: this.#instance(day),
      hint: memberHint(secret, selfDid),
      address,
      port,
    };
    return new Promise((resolve) => {
      link.socket.respond(announcement(record, goodbye), () => resolve());
    });
  }

  #onAnswers(link: Link, records: readonly MdnsRecord[]): void {
    const { tag, selfDid, memberDids, onFound, onOwnName } = this.#options;
    for (const day of this.#days()) {
      const secret = tag(day);
      for (const { instance, hint, address, port } of readAnnouncements(records, serviceName(secret))) {
        if (instance === this.#instances.get(day) || !isOnNetworkOf(link.at, address)) continue;
        const where = `/ip4/${address}/tcp/${port}`;
        if (hint === memberHint(secret, selfDid)) onOwnName(where);
        const did = memberDids().find((candidate) => memberHint(secret, candidate) === hint);
        if (did !== undefined) onFound(did, where);
      }
    }
  }

  #today(): number {
    return dayOf(this.#options.clock());
  }

  #days(): number[] {
    const today = this.#today();
    return [today, today - 1, today + 1];
  }

  #instance(day: number): string {
    const known = this.#instances.get(day);
    if (known !== undefined) return known;
    for (const other of this.#instances.keys()) if (Math.abs(other - day) > 2) this.#instances.delete(other);
    const instance = Buffer.from(this.#options.random(8)).toString('hex');
    this.#instances.set(day, instance);
    return instance;
  }
}
