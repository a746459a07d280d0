import { GhostStackError } from '#shared/errors.ts';
import { roundHalfEven } from '#shared/round-half-even.ts';
import { buildEndorsementGraph } from './endorsement-graph.ts';
import { prototypeRank } from './prototype-rank.ts';

const SCORE_DECIMALS = 4;
/** Keeps sums of weights far from overflow. */
const WEIGHT_MAX = 1e6;

export type ReputationMode = 'prototype';

export type ReputationEvent =
  | { readonly kind: 'endorsed'; readonly source: string; readonly target: string; readonly weight: number }
  | { readonly kind: 'scored'; readonly scores: Readonly<Record<string, number>> };

export interface ReputationOptions {
  /** `prototype`: the tutorial's numbers. */
  mode?: ReputationMode;
  observe?: (event: ReputationEvent) => void;
}

/** Who trusts whom, and what follows for each: the tutorial's service. */
export class ReputationService {
  readonly #observe: (event: ReputationEvent) => void;
  /** Numbers in order of arrival. */
  readonly #numberOf = new Map<string, number>();
  readonly #sources: number[] = [];
  readonly #targets: number[] = [];
  readonly #weights: number[] = [];

  constructor({ mode = 'prototype', observe = () => {} }: ReputationOptions = {}) {
    if (mode !== 'prototype') {
      throw new GhostStackError(
        'unsupported',
        `Reputation mode ${JSON.stringify(mode)} is not available; use "prototype".`,
      );
    }
    this.#observe = observe;
  }

  addNode(node: string): void {
    this.#number(node);
  }

  /** Endorsements of one pair add up. An endorsement of oneself counts as the prototype counts it. */
  addEndorsement(source: string, target: string, weight = 1): void {
    if (typeof weight !== 'number' || !(weight > 0 && weight <= WEIGHT_MAX)) {
      throw new GhostStackError(
        'invalid-argument',
        `The weight of an endorsement must be a number above 0 and at most ${WEIGHT_MAX}, not ${String(weight)}.`,
      );
    }
    requireName(source);
    requireName(target);
    this.#sources.push(this.#number(source));
    this.#targets.push(this.#number(target));
    this.#weights.push(weight);
    this.#observe({ kind: 'endorsed', source, target, weight });
  }

  /** Scores that add up to 1, with four decimals, in the order of the names. */
  computeScores(): Record<string, number> {
    const names = [...this.#numberOf.keys()].sort();
    const place = new Uint32Array(names.length);
    for (const [index, name] of names.entries()) place[this.#numberOf.get(name) ?? 0] = index;
    const placed = (numbers: number[]) => Uint32Array.from(numbers, (number) => place[number] ?? 0);
    const graph = buildEndorsementGraph(
      names.length,
      placed(this.#sources),
      placed(this.#targets),
      this.#weights,
    );
    const rank = prototypeRank(graph);
    // fromEntries defines own properties, so that a node named __proto__ is a name like any other.
    const scores = Object.fromEntries(
      names.map((name, index) => [name, roundHalfEven(rank[index] ?? 0, SCORE_DECIMALS)]),
    );
    this.#observe({ kind: 'scored', scores });
    return scores;
  }

  #number(node: string): number {
    requireName(node);
    const known = this.#numberOf.get(node);
    if (known !== undefined) return known;
    const number = this.#numberOf.size;
    this.#numberOf.set(node, number);
    return number;
  }
}

function requireName(node: unknown): void {
  if (typeof node !== 'string' || node === '') {
    throw new GhostStackError(
      'invalid-argument',
      `A node needs a name, not ${JSON.stringify(node) ?? 'nothing'}.`,
    );
  }
}
