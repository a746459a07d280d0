import type { Connection, Libp2p } from '@libp2p/interface';
import { multiaddr } from '@multiformats/multiaddr';
import type { PeerIdentity } from '../messaging/directory.ts';
import type { Clock, RandomBytes } from '../messaging/random.ts';
import { describeDialFailure } from './dial-failure.ts';
import { peerIdOf } from './peer-key.ts';
import type { PeerRecord } from './peer-record.ts';
import { redialDelayMs } from './redial-delay.ts';
import type { TransportTiming } from './timing.ts';

export interface DiallerOptions {
  /** Null while the node is stopped. */
  readonly host: () => Libp2p | null;
  readonly identity: (did: string) => PeerIdentity | null;
  /** Says hello on a connection that we dialled. */
  readonly greet: (record: PeerRecord, connection: Connection, name: string) => Promise<void>;
  readonly onChanged: (record: PeerRecord) => void;
  readonly clock: Clock;
  readonly random: RandomBytes;
  readonly timing: TransportTiming;
}

/** A peer that refused us is not asked again as often as one that is only away. */
const REFUSED_SLOWER = 10;

/** Keeps trying to reach the peers that are not connected. */
export class Dialler {
  readonly #options: DiallerOptions;
  readonly #timers = new Map<string, NodeJS.Timeout>();

  constructor(options: DiallerOptions) {
    this.#options = options;
  }

  /** Tries once, now; after a failure further tries follow. Resolves when this try is over. */
  async dial(record: PeerRecord): Promise<void> {
    const { identity, onChanged, timing, greet } = this.#options;
    const host = this.#options.host();
    const peer = identity(record.did);
    const { addresses } = record;
    if (host === null || peer === null || addresses.length === 0) return;
    if (record.paused || record.dialling !== null || record.active !== null) return;
    this.cancel(record);
    const attempt = new AbortController();
    record.dialling = attempt;
    record.attempts += 1;
    onChanged(record);
    const suffix = `/p2p/${peerIdOf(peer.signingKey)}`;
    try {
      const targets = addresses.map((address) => multiaddr(address + suffix));
      const signal = AbortSignal.any([AbortSignal.timeout(timing.dialMs), attempt.signal]);
      const connection = await host.dial(targets, { signal });
      // An inbound connection that came first: its dialler says hello.
      if (connection.direction === 'outbound') await greet(record, connection, peer.alias);
    } catch (error) {
      if (!attempt.signal.aborted) record.verdict = describeDialFailure(error, record.lastSeenAtMs !== null);
    }
    record.dialling = null;
    if (record.active === null) this.later(record);
    onChanged(record);
  }

  /** The peer is said to be there: tries that at once, whatever is scheduled or under way. */
  async dialAt(record: PeerRecord, address: string): Promise<void> {
    const isNews = !record.addresses.includes(address);
    record.discover(address);
    if (record.active !== null || record.paused) return;
    if (record.dialling !== null) {
      if (!isNews) return;
      record.attempts = 0;
      // Its end schedules the next try, which is the first of many again.
      record.dialling.abort();
      return;
    }
    record.attempts = 0;
    await this.dial(record);
  }

  /** Schedules the next try. */
  later(record: PeerRecord): void {
    const { clock, random } = this.#options;
    if (this.#options.host() === null || record.paused || record.addresses.length === 0) return;
    this.cancel(record);
    const untilMs = Math.max(record.cutOffUntilMs - clock(), 0);
    const slower = record.refused === null ? 1 : REFUSED_SLOWER;
    const delayMs = Math.max(redialDelayMs(Math.max(1, record.attempts), random) * slower, untilMs);
    record.nextTryAtMs = clock() + Math.round(delayMs);
    this.#timers.set(
      record.did,
      setTimeout(() => void this.dial(record), delayMs),
    );
  }

  cancel(record: PeerRecord): void {
    clearTimeout(this.#timers.get(record.did));
    this.#timers.delete(record.did);
    record.nextTryAtMs = null;
  }
}
