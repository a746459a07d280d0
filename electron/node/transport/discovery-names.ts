import { memberHint, serviceName } from './mdns-packets.ts';

/** What the members of a cell go by under one secret. */
export interface DiscoveryNames {
  readonly service: string;
  /** This node's own. */
  readonly hint: string;
  /** Whom a hint names, among the others. */
  readonly didOf: (hint: string) => string | null;
}

/** Enough for a few secrets on three days each. */
const KEPT_MAX = 256;

/** Computes what names follow from a secret, once for each: whatever comes from the network is looked up in them. */
export class NameCache {
  readonly #selfDid: string;
  readonly #names = new Map<string, DiscoveryNames>();
  #members = '';

  constructor(selfDid: string) {
    this.#selfDid = selfDid;
  }

  of(secret: string, memberDids: readonly string[]): DiscoveryNames {
    const members = memberDids.join('\n');
    if (members !== this.#members) this.#names.clear();
    this.#members = members;
    const known = this.#names.get(secret);
    if (known !== undefined) return known;
    const dids = new Map(memberDids.map((did) => [memberHint(secret, did), did]));
    const names: DiscoveryNames = {
      service: serviceName(secret),
      hint: memberHint(secret, this.#selfDid),
      didOf: (hint) => dids.get(hint) ?? null,
    };
    this.#names.set(secret, names);
    for (const [oldest] of this.#names) if (this.#names.size > KEPT_MAX) this.#names.delete(oldest);
    return names;
  }
}
