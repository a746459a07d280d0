import type { Clock, RandomBytes } from '../../messaging/random.ts';
import { type LanInterface, lanInterfaces, linkLocalInterfaces } from '../link/network-interfaces.ts';
import type { Discovery, DiscoveryEvents } from './discovery.ts';
import { type DiscoveryNames, Names, type NamesOptions } from './discovery-names.ts';
import {
  type Announcement,
  announcement,
  dayOf,
  type MdnsRecord,
  readAnnouncements,
  whereAt,
} from './mdns-packets.ts';
import { type MulticastLink, MulticastLinks } from './multicast-links.ts';

export interface MdnsDiscoveryOptions extends NamesOptions, DiscoveryEvents {
  /** The TCP port at which this node listens at one of its addresses, or null. */
  readonly portAt: (address: string) => number | null;
  /** Whether someone is missing: then it is asked often. */
  readonly isLacking: () => boolean;
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

interface LinkState {
  queries: number;
  nextQueryAtMs: number;
  lastAnswerAtMs: number;
  answering: NodeJS.Timeout | null;
  /** Services for which somebody has asked since the last answer. */
  readonly asked: Set<string>;
}

type Link = MulticastLink<LinkState>;

/**
 * Finds members on the local network, on every interface, over IPv4 and IPv6: the stock module sends nothing on a network without a
 * default route. Asks for each of them, and announces this node to each, under a name that only the two can make.
 */
export class MdnsDiscovery implements Discovery {
  readonly #options: MdnsDiscoveryOptions;
  readonly #links: MulticastLinks<LinkState>;
  readonly #names: Names;
  /** Random names under which this node announces itself, by secret: who knows two of them cannot tell that it is one. */
  readonly #instances = new Map<string, { readonly name: string; readonly day: number }>();
  /** Under which this node has been announced. */
  #announced: ReadonlySet<string> = new Set();
  #timer: NodeJS.Timeout | null = null;
  #lookedAtMs = 0;

  constructor(options: MdnsDiscoveryOptions) {
    this.#options = options;
    this.#names = new Names(options);
    const { interfaces = multicastInterfaces, portAt, clock } = options;
    this.#links = new MulticastLinks<LinkState>({
      interfaces: () => interfaces().filter(({ address }) => portAt(address) !== null),
      newState: () => ({
        queries: 0,
        nextQueryAtMs: 0,
        lastAnswerAtMs: 0,
        answering: null,
        asked: new Set(),
      }),
      onReady: (link) => {
        this.#query(link);
        for (const names of this.#todays()) void this.#announce(link, names);
      },
      onQuestion: (link, name) => this.#onQuestion(link, name),
      onAnswers: (link, records, ip) => this.#onAnswers(link, records, ip),
      onClosed: ({ state }) => {
        if (state.answering !== null) clearTimeout(state.answering);
        state.answering = null;
      },
      clock,
    });
  }

  start(): void {
    if (this.#timer !== null) return;
    this.#lookedAtMs = this.#options.clock();
    this.#announced = new Set(this.#todays().map(({ service }) => service));
    this.#links.look();
    this.#timer = setInterval(() => this.#watch(), WATCH_MS);
  }

  /** Says goodbye on every interface. */
  async stop(): Promise<void> {
    if (this.#timer !== null) clearInterval(this.#timer);
    this.#timer = null;
    const goodbyes = this.#links
      .all()
      .flatMap((link) => this.#todays().map((names) => this.#announce(link, names, true)));
    await Promise.all(goodbyes);
    await this.#links.stop();
  }

  #watch(): void {
    const { clock, onNetworkChange } = this.#options;
    const nowMs = clock();
    const jumped = Math.abs(nowMs - this.#lookedAtMs - WATCH_MS) > JUMP_MS;
    this.#lookedAtMs = nowMs;
    // After sleep the sockets may have lost their memberships without a word.
    if (jumped) this.#links.drop();
    if (this.#links.look() || jumped) onNetworkChange();
    this.#lookForNew();
    for (const link of this.#links.all()) if (nowMs >= link.state.nextQueryAtMs) this.#query(link);
  }

  /** Whoever is new among the members is asked for at once, and told. */
  #lookForNew(): void {
    const todays = this.#todays();
    const added = todays.filter(({ service }) => !this.#announced.has(service));
    this.#announced = new Set(todays.map(({ service }) => service));
    if (added.length === 0) return;
    for (const link of this.#links.all()) {
      Object.assign(link.state, { queries: 0, nextQueryAtMs: 0 });
      for (const names of added) void this.#announce(link, names);
    }
  }

  #query(link: Link): void {
    const { clock, isLacking } = this.#options;
    const { state, socket } = link;
    state.queries += 1;
    const later = isLacking() ? LACKING_QUERY_MS : CALM_QUERY_MS;
    state.nextQueryAtMs = clock() + (state.queries < EAGER_QUERIES ? WATCH_MS : later);
    const questions = this.#todays().map(({ service }) => ({ name: service, type: 'PTR' as const }));
    if (questions.length > 0) socket.query(questions);
  }

  /** Whoever asks for today may be a clock apart: yesterday's and tomorrow's names are answered too. */
  #onQuestion(link: Link, service: string): void {
    if (!this.#around().has(service)) return;
    const { state } = link;
    state.asked.add(service);
    if (state.answering !== null) return;
    const waitMs = Math.max(0, state.lastAnswerAtMs + ANSWER_GAP_MS - performance.now());
    state.answering = setTimeout(() => {
      state.answering = null;
      for (const each of state.asked) {
        const names = this.#around().get(each);
        if (names !== undefined) void this.#announce(link, names);
      }
      state.asked.clear();
    }, waitMs);
  }

  #announce(link: Link, { secret, day, service, hint }: DiscoveryNames, goodbye = false): Promise<void> {
    const { address } = link.at;
    const port = this.#options.portAt(address);
    if (port === null) return Promise.resolve();
    link.state.lastAnswerAtMs = performance.now();
    const record: Announcement = { service, instance: this.#instance(secret, day), hint, address, port };
    return new Promise((resolve) => {
      link.socket.respond(announcement(record, goodbye), () => resolve());
    });
  }

  /** What is announced from elsewhere than where it is said to be is somebody's echo, or a lie. */
  #onAnswers({ at }: Link, records: readonly MdnsRecord[], ip: string): void {
    const { onFound, onOwnName } = this.#options;
    const around = this.#around();
    for (const { service, instance, hint, address, port } of readAnnouncements(records, around)) {
      const names = around.get(service);
      if (names === undefined || address !== ip) continue;
      if (instance === this.#instances.get(names.secret)?.name) continue;
      const where = whereAt(at, address, port);
      if (hint === names.hint) onOwnName(where, ip);
      const did = names.dids.get(hint);
      if (did !== undefined) onFound(did, where, ip);
    }
  }

  #today(): number {
    return dayOf(this.#options.clock());
  }

  #around(): ReadonlyMap<string, DiscoveryNames> {
    return this.#names.around(this.#today());
  }

  #todays(): DiscoveryNames[] {
    const today = this.#today();
    return [...this.#around().values()].filter(({ day }) => day === today);
  }

  #instance(secret: string, day: number): string {
    const known = this.#instances.get(secret);
    if (known !== undefined) return known.name;
    for (const [other, its] of this.#instances) {
      if (Math.abs(its.day - day) > 2) this.#instances.delete(other);
    }
    const name = Buffer.from(this.#options.random(8)).toString('hex');
    this.#instances.set(secret, { name, day });
    return name;
  }
}

function multicastInterfaces(): LanInterface[] {
  return [...lanInterfaces(), ...linkLocalInterfaces()];
}
