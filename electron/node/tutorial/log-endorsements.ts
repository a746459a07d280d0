import type { RankExplained } from '#shared/contract/domain/trust.ts';

/** An endorsement by names, as the tutorial's service counts it. */
export interface NamedEndorsement {
  readonly source: string;
  readonly target: string;
  /** The strength, 0.001 to 1. */
  readonly weight: number;
  readonly ageDays: number;
}

/** The endorsements that count in a cell's log, of what it tells about the rank of each member. */
export function logEndorsements(explained: readonly RankExplained[]): NamedEndorsement[] {
  return explained.flatMap(({ name: target, parts }) =>
    parts.flatMap(({ name: source, endorsements }) =>
      endorsements.map(({ strength, ageDays }) => ({ source, target, weight: strength, ageDays })),
    ),
  );
}
