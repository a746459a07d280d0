/** What nodes say to each other: new entries as they are written, and now and then what each holds. */
import type { HashedEntry } from '#shared/protocol/log/entry.ts';
import { missingNodes, type Tips } from '#shared/protocol/log/exchange.ts';
import type { Counts } from './counts.ts';
import type { Network } from './network.ts';
import type { Queue } from './queue.ts';
import { isThief } from './scenario.ts';
import type { SimNode } from './sim-node.ts';

export interface DeliveryOptions {
  readonly network: Network;
  readonly queue: Queue;
  readonly counts: Counts;
  readonly nodes: () => Iterable<SimNode>;
  readonly nowMs: () => number;
  /** Lets a node do what something that has come brings about. */
  readonly poke: (node: SimNode, run: () => void) => void;
  /** Two nodes with one key meet. */
  readonly met: (one: SimNode, other: SimNode) => void;
}

export class Delivery {
  readonly #options: DeliveryOptions;
  /** `who < of whom` -> tips that were told before: what they stand for could have come meanwhile. */
  readonly #told = new Map<string, ReadonlySet<string>>();

  constructor(options: DeliveryOptions) {
    this.#options = options;
  }

  /** To everyone. */
  send(from: SimNode, entries: readonly HashedEntry[]): void {
    if (this.#isWithholding(from)) {
      const votes = entries.filter(({ entry }) => entry.kind === 'vote');
      this.#options.counts['votes withheld'] += votes.length;
      return;
    }
    for (const to of this.#options.nodes()) if (to !== from) this.show(from, to, entries);
  }

  show(from: SimNode, to: SimNode, entries: readonly HashedEntry[]): void {
    this.#pass(from, to, () => this.#deliver(from, to, entries));
  }

  /** Hello, what the other lacks, and back: tips by hash. */
  greet(from: SimNode, to: SimNode): void {
    const tips = from.tips();
    this.#pass(from, to, () => {
      this.#hear(from, to, tips);
      const theirs = to.tips();
      this.#pass(to, from, () => {
        this.#hear(to, from, theirs);
      });
    });
  }

  #hear(from: SimNode, to: SimNode, tips: Tips): void {
    if (from.author === to.author) {
      if (isCopy(from) && isCopy(to)) this.#options.met(from, to);
    } else this.#options.poke(to, () => to.peerHolds(from.author, tips));
    if (!to.up) return;
    const pair = `${to.id} < ${from.id}`;
    const missing = missingNodes(to.graph, tips, this.#told.get(pair));
    this.#told.set(pair, new Set(Object.values(tips).flat()));
    if (missing.length === 0) return;
    const entries = missing.map(({ hash, entry }) => ({ hash, entry }));
    this.#pass(to, from, () => this.#deliver(to, from, entries));
  }

  #deliver(from: SimNode, to: SimNode, entries: readonly HashedEntry[]): void {
    this.#options.poke(to, () => to.receive(entries, from));
  }

  /** Carries a message unless it is lost on the way; one that comes while the node is down is lost too. */
  #pass(from: SimNode, to: SimNode, arrive: () => void): void {
    const { network, queue, nowMs } = this.#options;
    if (this.#isWithholding(from) || !network.reaches(from.id, to.id, nowMs())) return;
    for (const arrivesMs of network.arrivals(from.id, to.id, nowMs())) {
      queue.add(arrivesMs, () => {
        if (to.up && network.reaches(from.id, to.id, nowMs())) arrive();
      });
    }
  }

  #isWithholding(node: SimNode): boolean {
    return node.withholdUntilMs > this.#options.nowMs();
  }
}

/** Of the same home as others that are called by the bare name: it proves the same key. Thieves keep out of their way. */
function isCopy({ id }: SimNode): boolean {
  return !id.endsWith('+') && !isThief(id);
}
