import type { Libp2p } from '@libp2p/interface';
import { GhostStackError } from '#shared/contract/errors.ts';
import { says } from '#shared/protocol/saying.ts';
import { isLoopbackOnly, portAt } from '../link/listen-addresses.ts';
import { SightBeacon } from './sight-beacon.ts';
import type { SightCard } from './sight-packets.ts';
import { type SeenInviter, SightSearch } from './sight-search.ts';

export interface LocalSightOptions {
  /** Null while the node is stopped. */
  readonly host: () => Libp2p | null;
  readonly listen: () => readonly string[];
  /** False where multicast is switched off. */
  readonly isAllowed: () => boolean;
  readonly clock: () => number;
}

/** Who invites and who looks for an invitation on the same network, each only for as long as its operator wants. */
export class LocalSight {
  readonly #options: LocalSightOptions;
  #beacon: SightBeacon | null = null;
  #hiding: NodeJS.Timeout | null = null;
  #search: SightSearch | null = null;

  constructor(options: LocalSightOptions) {
    this.#options = options;
  }

  /** Answers who asks for invitations until then (ms since the epoch). Throws what keeps it from that. */
  async show(card: SightCard, untilMs: number): Promise<void> {
    const { listen, clock } = this.#options;
    const host = this.#requireNetwork();
    if (this.#hiding) clearTimeout(this.#hiding);
    if (!this.#beacon?.shows(card)) {
      await this.hide();
      this.#beacon = new SightBeacon({ card, clock, portAt: (address) => portAt(listen(), host, address) });
    }
    this.#hiding = setTimeout(() => void this.hide(), Math.max(0, untilMs - clock()));
  }

  async hide(): Promise<void> {
    if (this.#hiding) clearTimeout(this.#hiding);
    const beacon = this.#beacon;
    this.#beacon = null;
    await beacon?.stop();
  }

  /** Who shows an invitation now. The first look begins to ask; without further ones it ends by itself. */
  look(ownKey: Uint8Array): { readonly seen: readonly SeenInviter[]; readonly crowded: boolean } {
    this.#requireNetwork();
    this.#search ??= new SightSearch({
      isOwn: (key) => Buffer.compare(key, ownKey) === 0,
      clock: this.#options.clock,
      ended: () => void this.#endSearch(),
    });
    return this.#search.look();
  }

  async stop(): Promise<void> {
    await Promise.all([this.hide(), this.#endSearch()]);
  }

  async #endSearch(): Promise<void> {
    const search = this.#search;
    this.#search = null;
    await search?.stop();
  }

  #requireNetwork(): Libp2p {
    const { host, listen, isAllowed } = this.#options;
    const running = host();
    if (running === null) throw new GhostStackError('offline', says('error.transport.sightOffline'));
    if (!isAllowed() || isLoopbackOnly(listen()))
      throw new GhostStackError('unavailable', says('error.transport.sightOff'));
    return running;
  }
}
