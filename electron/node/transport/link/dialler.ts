import type { Connection, Libp2p } from '@libp2p/interface';
import type { PeerIdentity } from '../../messaging/directory.ts';
import type { Clock, RandomBytes } from '../../messaging/random.ts';
import { describeDialFailure } from './dial-failure.ts';
import { dialTargets } from './dial-targets.ts';
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
/** As each has half of the time of a dial. */
export const ADDRESSES_A_TRY = 2;

/** Keeps trying to reach the peers that are not connected. */
export class Dialler {
  readonly #options: DiallerOptions;
  readonly #timers = new Map<string, NodeJS.Timeout>();

  constructor(options: DiallerOptions) {
    this.#options = options;
  }

  /** Tries now as if nothing had failed before, also a peer that was cut off. */
  dialAnew(record: PeerRecord): Promise<void> {
    record.cutOffUntilMs = 0;
    record.attempts = 0;
    return this.dial(record);
  }

  /** Tries once, now; after a failure further tries follow. Resolves when this try is over. */
  async dial(record: PeerRecord): Promise<void> {
    const { host, identity, onChanged, timing } = this.#options;
    const { addresses } = record;
    if (host() === null || identity(record.did) === null || addresses.length === 0) return;
    if (record.paused || record.dialling || record.active !== null) return;
    this.cancel(record);
    record.dialling = true;
    record.attempts += 1;
    onChanged(record);
    // A hint that is being tried has its time, which is short.
    await record.tryingHint;
    try {
      if (isMet(record)) return;
      const connection = await this.#connect(record, inTurn(addresses, record.round), timing.dialMs);
      await this.#greet(record, connection);
    } catch (error) {
      record.verdict = describeDialFailure(error, record.lastSeenAtMs !== null);
    } finally {
      record.round += 1;
      record.dialling = false;
      if (record.active === null) this.later(record);
      onChanged(record);
    }
  }

  /**
   * Tries an address that others tell of, for a short time. What comes of it says nothing of the peer: the address may
   * be a lie.
   */
  async dialHint(record: PeerRecord, address: string): Promise<void> {
    if (this.#options.host() === null || record.isDialled || record.paused || isMet(record)) return;
    const trying = this.#tryHint(record, address, this.#options.timing.hintMs).catch(() => undefined);
    record.tryingHint = trying;
    await trying;
    record.tryingHint = null;
  }

  async #tryHint(record: PeerRecord, address: string, hintMs: number): Promise<void> {
    const endMs = performance.now() + hintMs;
    const connection = await this.#connect(record, [address], hintMs);
    // Who lets the handshake pass and nothing more must not hold up the next one.
    const timer = setTimeout(
      () => connection?.abort(new Error('It takes too long to say hello.')),
      Math.max(0, endMs - performance.now()),
    );
    try {
      await this.#greet(record, connection);
    } finally {
      clearTimeout(timer);
    }
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

  async #connect(
    record: PeerRecord,
    addresses: readonly string[],
    limitMs: number,
  ): Promise<Connection | null> {
    const host = this.#options.host();
    const peer = this.#options.identity(record.did);
    if (host === null || peer === null) return null;
    const targets = dialTargets(addresses, peerIdOf(peer.signingKey));
    return host.dial(targets, { signal: AbortSignal.timeout(limitMs) });
  }

  async #greet(record: PeerRecord, connection: Connection | null): Promise<void> {
    const { identity, greet } = this.#options;
    // An inbound connection that came first: its dialler says hello.
    if (connection?.direction === 'outbound')
      await greet(record, connection, identity(record.did)?.alias ?? record.did);
  }

  cancel(record: PeerRecord): void {
    clearTimeout(this.#timers.get(record.did));
    this.#timers.delete(record.did);
    record.nextTryAtMs = null;
  }
}

/** A call, so that the compiler does not take the answer before an `await` for the answer after it. */
function isMet(record: PeerRecord): boolean {
  return record.active !== null;
}

/** Those whose turn it is: so many as there is time for if nobody answers, others the next time. */
function inTurn(addresses: readonly string[], round: number): string[] {
  const from = (round * ADDRESSES_A_TRY) % addresses.length;
  return [...addresses.slice(from), ...addresses.slice(0, from)].slice(0, ADDRESSES_A_TRY);
}
