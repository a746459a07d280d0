import { GhostStackError } from '#shared/contract/errors.ts';
import { roundHalfEven } from '#shared/protocol/round-half-even.ts';
import { asWritten } from '#shared/protocol/saying.ts';
import { STRENGTH_MAX } from '#shared/protocol/trust/bodies.ts';
import { dayOf } from '#shared/protocol/trust/endorsement-day.ts';
import { rank, SCORE_ONE } from '#shared/protocol/trust/rank.ts';
import { buildEndorsementGraph } from './endorsement-graph.ts';
import type { LocalCell } from './local-cell.ts';
import { logEndorsements } from './log-endorsements.ts';
import { prototypeRank } from './prototype-rank.ts';

const SCORE_DECIMALS = 4;
/** Keeps sums of weights far from overflow. */
const WEIGHT_MAX = 1e6;

export type ReputationMode = (typeof MODES)[number];
const MODES = ['prototype', 'hardened'] as const;

export type ReputationEvent =
  | { readonly kind: 'endorsed'; readonly source: string; readonly target: string; readonly weight: number }
  | { readonly kind: 'scored'; readonly scores: Readonly<Record<string, number>> };

export interface ReputationOptions {
  /** Endorsements are entries in the log of this cell, between its members, with weights from 0.001 to 1. */
  cell?: LocalCell;
  /**
   * `prototype` (the default here): the tutorial's numbers. `hardened`: as cells rank their members (DESIGN §7);
   * weights are strengths from 0.001 to 1, they fade with the days, and oneself counts for nothing.
   */
  mode?: ReputationMode;
  /** Milliseconds since the epoch; asked in hardened mode. */
  now?: () => number;
  observe?: (event: ReputationEvent) => void;
}

/** Who trusts whom, and what follows for each: the tutorial's service, in memory or on the log of a cell. */
export class ReputationService {
  readonly #cell: LocalCell | undefined;
  readonly #observe: (event: ReputationEvent) => void;
  readonly #mode: ReputationMode;
  readonly #now: () => number;
  /** Numbers in order of arrival. */
  readonly #numberOf = new Map<string, number>();
  #sources: number[] = [];
  #targets: number[] = [];
  #weights: number[] = [];
  /** Of each endorsement, UTC. */
  #days: number[] = [];

  constructor({ cell, mode = 'prototype', now = Date.now, observe = () => {} }: ReputationOptions = {}) {
    if (!MODES.includes(mode)) {
      throw new GhostStackError(
        'unsupported',
        asWritten(`Reputation mode ${JSON.stringify(mode)} is not available; use "prototype" or "hardened".`),
      );
    }
    this.#cell = cell;
    this.#mode = mode;
    this.#now = now;
    this.#observe = observe;
  }

  /** In a cell the nodes are its members; another one is `not-found`. */
  addNode(node: string): void {
    if (this.#cell) this.#cell.member(node);
    else this.#number(node);
  }

  /** Endorsements of one pair add up. An endorsement of oneself counts as the prototype counts it. */
  addEndorsement(source: string, target: string, weight = 1): void {
    if (typeof weight !== 'number' || !(weight > 0 && weight <= WEIGHT_MAX)) {
      throw new GhostStackError(
        'invalid-argument',
        asWritten(
          `The weight of an endorsement must be a number above 0 and at most ${WEIGHT_MAX}, not ${String(weight)}.`,
        ),
      );
    }
    const isStrength = this.#mode === 'hardened' || this.#cell !== undefined;
    if (isStrength && !(weight <= 1 && Math.round(weight * STRENGTH_MAX) > 0)) {
      throw new GhostStackError(
        'invalid-argument',
        asWritten(`The strength of an endorsement is 0.001 to 1, not ${weight}.`),
      );
    }
    requireName(source);
    requireName(target);
    if (this.#cell) endorse(this.#cell, source, target, weight);
    else this.#keep(source, target, weight, this.#mode === 'hardened' ? dayOf(this.#now()) : 0);
    this.#observe({ kind: 'endorsed', source, target, weight });
  }

  /** Scores that add up to 1, with four decimals, in the order of the names. */
  computeScores(): Record<string, number> {
    if (this.#cell) this.#read(this.#cell);
    const names = [...this.#numberOf.keys()].sort();
    const ranks = this.#mode === 'hardened' ? this.#hardened(names) : this.#prototype(names);
    // fromEntries defines own properties, so that a node named __proto__ is a name like any other.
    const scores = Object.fromEntries(
      names.map((name, index) => [name, roundHalfEven(ranks[index] ?? 0, SCORE_DECIMALS)]),
    );
    this.#observe({ kind: 'scored', scores });
    return scores;
  }

  #prototype(names: readonly string[]): Float64Array {
    const place = new Uint32Array(names.length);
    for (const [index, name] of names.entries()) place[this.#numberOf.get(name) ?? 0] = index;
    const placed = (numbers: number[]) => Uint32Array.from(numbers, (number) => place[number] ?? 0);
    const graph = buildEndorsementGraph(
      names.length,
      placed(this.#sources),
      placed(this.#targets),
      this.#weights,
    );
    return prototypeRank(graph);
  }

  /** All nodes are members of the one cell that there is. */
  #hardened(names: readonly string[]): number[] {
    const nameOf = [...this.#numberOf.keys()];
    const endorsements = this.#weights.map((weight, index) => ({
      source: nameOf[this.#sources[index] ?? 0] ?? '',
      target: nameOf[this.#targets[index] ?? 0] ?? '',
      strength: Math.round(weight * STRENGTH_MAX),
      day: this.#days[index] ?? 0,
      receipt: String(index),
    }));
    return rank(endorsements, names, dayOf(this.#now())).map(({ score }) => score / SCORE_ONE);
  }

  #keep(source: string, target: string, weight: number, day: number): void {
    this.#days.push(day);
    this.#sources.push(this.#number(source));
    this.#targets.push(this.#number(target));
    this.#weights.push(weight);
  }

  /** Takes over what the log says now. */
  #read({ first, members }: LocalCell): void {
    [this.#days, this.#sources, this.#targets, this.#weights] = [[], [], [], []];
    for (const { name } of members) this.#number(name);
    const explained = members.map(({ identity }) => first.node.trust.explain(identity.scid));
    const dayUtc = dayOf(this.#now());
    for (const { source, target, weight, ageDays } of logEndorsements(explained)) {
      this.#keep(source, target, weight, dayUtc - ageDays);
    }
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

function endorse(cell: LocalCell, source: string, target: string, strength: number): void {
  const { scid } = cell.member(target).identity;
  cell.act(source, ({ node }) => node.trust.endorse(scid, strength));
}

function requireName(node: unknown): void {
  if (typeof node !== 'string' || node === '') {
    throw new GhostStackError(
      'invalid-argument',
      asWritten(`A node needs a name, not ${JSON.stringify(node) ?? 'nothing'}.`),
    );
  }
}
