import { isIPv6 } from 'node:net';
import { RateLimit } from './rate-limit.ts';

/** A newcomer that waits for its ballot asks every few seconds. */
const PER_KEY = { burst: 10, perMinute: 40 };
/** Keys cost nothing: whoever makes new ones has no more than a few newcomers behind one address have. */
const PER_ADDRESS = { burst: 20, perMinute: 80 };
/** What comes without an invitation's secret costs little; this is for many addresses at once. */
const IN_ALL = { burst: 300, perMinute: 1_200 };
const KEPT_MAX = 256;

/** How often strangers may ask: one of them, with as many keys as it likes, uses up its own share only. */
export class StrangerBudget {
  readonly #clock: () => number;
  readonly #perKey = new Map<string, RateLimit>();
  readonly #perAddress = new Map<string, RateLimit>();
  readonly #inAll: RateLimit;

  constructor(clock: () => number) {
    this.#clock = clock;
    this.#inAll = new RateLimit(IN_ALL, clock);
  }

  /** Takes one question of that key from that address; false when it must wait. */
  take(key: string, address: string): boolean {
    const ofAddress = this.#limit(this.#perAddress, addressGroup(address), PER_ADDRESS);
    return ofAddress.take() && this.#limit(this.#perKey, key, PER_KEY).take() && this.#inAll.take();
  }

  #limit(limits: Map<string, RateLimit>, name: string, rate: typeof PER_KEY): RateLimit {
    const limit = limits.get(name) ?? new RateLimit(rate, this.#clock);
    // Last in the order, so that those who ask are the last to be forgotten.
    limits.delete(name);
    limits.set(name, limit);
    if (limits.size > KEPT_MAX) {
      for (const [other, its] of limits) if (its.isFull && other !== name) limits.delete(other);
      for (const [other] of limits) if (limits.size > KEPT_MAX) limits.delete(other);
    }
    return limit;
  }
}

/** Whose share it is: that of an IPv4 address, or of an IPv6 network, in which anybody has as many as it likes. */
export function addressGroup(host: string): string {
  if (!isIPv6(host)) return host;
  const [head = '', tail] = host.toLowerCase().replace(/%.*$/, '').split('::');
  const before = head === '' ? [] : head.split(':');
  const after = tail === undefined || tail === '' ? [] : tail.split(':');
  const zeros = Array<string>(Math.max(0, 8 - before.length - after.length)).fill('0');
  return [...before, ...zeros, ...after]
    .slice(0, 4)
    .map((group) => group.replace(/^0+(?=.)/, ''))
    .join(':');
}
