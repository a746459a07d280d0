/** Reputation: who is vouched for, by whom, and why a score is what it is (DESIGN §7, docs/protocol.md, "Trust"). */
import { STRENGTH_MAX } from './bodies.ts';
import { compareText } from './endorsements.ts';
import { FADE_ONE, fadedStrength } from './fade.ts';
import { hardenedRank } from './hardened-rank.ts';
import { buildRankGraph, RANK_PARAMETERS, type RankGraph, type RankParameters } from './rank-graph.ts';

/** Scores are integers in this unit's multiples: a billionth of all trust. */
export const SCORE_ONE = 1_000_000_000;

export interface DatedEndorsement {
  /** SCIDs. */
  readonly source: string;
  readonly target: string;
  /** Thousandths. */
  readonly strength: number;
  /** Days since the epoch, UTC. */
  readonly day: number;
  readonly receipt: string;
  /** From one cell to another. */
  readonly crossCell?: boolean;
}

export interface FadedEndorsement {
  readonly receipt: string;
  /** Thousandths. */
  readonly strength: number;
  readonly ageDays: number;
  /** What is left of the strength, 0 to 1. */
  readonly counts: number;
}

/** What one endorser adds to a score. */
export interface RankPart {
  readonly source: string;
  /** In billionths. */
  readonly score: number;
  /** The same if one may give everything to one other (without the cap c). */
  readonly uncappedScore: number;
  /** w_ij, 0 to 1. */
  readonly weight: number;
  /** P_ij, 0 to 1. */
  readonly share: number;
  /**
   * `weight`: its endorsements come to more than a full one; `share`: nobody passes on more than a quarter to one
   * other; `crossCell`: it stands in another cell.
   */
  readonly caps: readonly ('weight' | 'share' | 'crossCell')[];
  /** Newest first. */
  readonly endorsements: readonly FadedEndorsement[];
}

export interface Ranked {
  readonly scid: string;
  /** In billionths: `base` and the scores of all parts add up to it. */
  readonly score: number;
  /** What every member has alike; 0 for others. */
  readonly base: number;
  /** By source. */
  readonly parts: readonly RankPart[];
}

/**
 * Hardened rank of the members of an epoch and of whoever else is in the endorsements, ordered by SCID. The same
 * set of endorsements, members and day gives the same integers everywhere.
 */
export function rank(
  endorsements: readonly DatedEndorsement[],
  members: readonly string[],
  dayUtc: number,
  parameters: RankParameters = RANK_PARAMETERS,
): Ranked[] {
  const names = [...new Set([...members, ...endorsements.flatMap(({ source, target }) => [source, target])])];
  names.sort(compareText);
  const numbers = new Map(names.map((name, number) => [name, number]));
  const numberOf = (name: string): number => numbers.get(name) as number;
  const graph = buildRankGraph(
    names.length,
    {
      sources: Uint32Array.from(endorsements, ({ source }) => numberOf(source)),
      targets: Uint32Array.from(endorsements, ({ target }) => numberOf(target)),
      weights: Float64Array.from(endorsements, ({ strength, day }) => fadedStrength(strength, dayUtc - day)),
      crossCell: Uint8Array.from(endorsements, ({ crossCell }) => (crossCell ? 1 : 0)),
    },
    parameters,
  );
  const isMember = new Uint8Array(names.length);
  for (const member of members) isMember[numberOf(member)] = 1;
  const ranks = hardenedRank(graph, isMember, { damping: parameters.damping });
  const byPair = groupByPair(endorsements);
  return names.map((scid, target) => {
    const score = Math.round((ranks[target] as number) * SCORE_ONE);
    const parts: RankPart[] = [];
    for (
      let edge = graph.rowStart[target] as number;
      edge < (graph.rowStart[target + 1] as number);
      edge += 1
    ) {
      const source = names[graph.source[edge] as number] as string;
      const given = byPair.get(`${source}/${scid}`) ?? [];
      parts.push(partOf(graph, edge, source, given, ranks, dayUtc, parameters));
    }
    return { scid, score, base: score - parts.reduce((sum, part) => sum + part.score, 0), parts };
  });
}

function partOf(
  graph: RankGraph,
  edge: number,
  source: string,
  given: readonly DatedEndorsement[],
  ranks: Float64Array,
  dayUtc: number,
  { damping, shareMax, givenMin, weightMax }: RankParameters,
): RankPart {
  const number = graph.source[edge] as number;
  const weight = graph.weight[edge] as number;
  const share = graph.share[edge] as number;
  const one = STRENGTH_MAX * FADE_ONE;
  const uncapped = weight / Math.max(graph.given[number] as number, givenMin * one);
  const flow = damping * (ranks[number] as number) * SCORE_ONE;
  const endorsements = given
    .map(({ receipt, strength, day }) => ({
      receipt,
      strength,
      ageDays: Math.max(0, dayUtc - day),
      counts: fadedStrength(strength, dayUtc - day) / one,
    }))
    .sort((a, b) => a.ageDays - b.ageDays || compareText(a.receipt, b.receipt));
  const sum = given.reduce((total, { strength, day }) => total + fadedStrength(strength, dayUtc - day), 0);
  const caps: RankPart['caps'][number][] = [];
  if (sum > weightMax * one) caps.push('weight');
  if (uncapped > shareMax) caps.push('share');
  if (given.some(({ crossCell }) => crossCell)) caps.push('crossCell');
  return {
    source,
    score: Math.round(flow * share),
    uncappedScore: Math.round(flow * (uncapped > shareMax ? (share / shareMax) * uncapped : share)),
    weight: weight / one,
    share,
    caps,
    endorsements,
  };
}

function groupByPair(endorsements: readonly DatedEndorsement[]): Map<string, DatedEndorsement[]> {
  const pairs = new Map<string, DatedEndorsement[]>();
  for (const endorsement of endorsements) {
    const pair = `${endorsement.source}/${endorsement.target}`;
    const list = pairs.get(pair);
    if (list) list.push(endorsement);
    else pairs.set(pair, [endorsement]);
  }
  return pairs;
}
