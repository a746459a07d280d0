import { memberHint, serviceName } from './mdns-packets.ts';

/** What members who share a secret on one day go by. */
export interface DiscoveryNames {
  readonly secret: string;
  readonly day: number;
  readonly service: string;
  /** This node's own. */
  readonly hint: string;
  /** Those of the others. */
  readonly dids: ReadonlyMap<string, string>;
}

export interface NamesOptions {
  readonly selfDid: string;
  readonly memberDids: () => readonly string[];
  /** One for each cell that both are in; none for whom this node has no secret with. */
  readonly secretsWith: (did: string, dayUtc: number) => readonly string[];
  /** Those that are held. */
  readonly cells?: () => readonly string[];
}

/** Computes what names follow from the secrets of the members, once: whatever comes from the network is looked up. */
export class Names {
  readonly #options: NamesOptions;
  #key = '';
  #byService = new Map<string, DiscoveryNames>();

  constructor(options: NamesOptions) {
    this.#options = options;
  }

  /** By service; those of the day before and after too, as clocks may be a day apart. */
  around(day: number): ReadonlyMap<string, DiscoveryNames> {
    const members = this.#options.memberDids();
    const key = [day, ...members, ...(this.#options.cells?.() ?? [])].join('\n');
    if (key === this.#key) return this.#byService;
    this.#key = key;
    this.#byService = new Map();
    for (const each of [day, day - 1, day + 1]) for (const did of members) this.#add(did, each);
    return this.#byService;
  }

  #add(did: string, day: number): void {
    for (const secret of this.#options.secretsWith(did, day)) this.#addSecret(secret, did, day);
  }

  #addSecret(secret: string, did: string, day: number): void {
    const service = serviceName(secret);
    const dids = new Map(this.#byService.get(service)?.dids).set(memberHint(secret, did), did);
    this.#byService.set(service, {
      secret,
      day,
      service,
      hint: memberHint(secret, this.#options.selfDid),
      dids,
    });
  }
}
