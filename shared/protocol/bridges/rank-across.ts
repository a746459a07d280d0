import type { Bridge } from '../closing/bridge-change.ts';
import { type DatedEndorsement, type Ranked, rank } from '../trust/rank.ts';
import type { RankParameters } from '../trust/rank-graph.ts';
import type { Imported } from './imported.ts';

/** A bridge in force, with what counts of what came over it. */
export interface Across extends Pick<Bridge, 'cell' | 'until' | 'members'> {
  readonly said: Pick<Imported, 'statement' | 'day' | 'rows'> | null;
}

/** An endorsement that counts; `cell` where it is of somebody there. */
export interface EndorsementAcross extends Omit<DatedEndorsement, 'crossCell'> {
  readonly cell?: string | undefined;
}

/** What a member of another cell is called in a rank: no cell speaks for one of ours, nor for one of a third cell. */
export function outsideNode(cell: string, scid: string): string {
  return `${cell}/${scid}`;
}

/** All that trust flows through on a day: among members, to and from the cells that may be heard on it, and in those. */
export function endorsementsAcross(
  endorsements: readonly EndorsementAcross[],
  members: readonly string[],
  bridges: readonly Across[],
  dayUtc: number,
): DatedEndorsement[] {
  const isHere = new Set(members);
  const heard = bridges.filter(({ until }) => dayUtc <= until);
  const own = endorsements.flatMap(({ cell, target, ...given }): DatedEndorsement[] => {
    if (!isHere.has(given.source)) return [];
    if (cell === undefined) return isHere.has(target) ? [{ ...given, target }] : [];
    const bridge = heard.find((one) => one.cell === cell);
    const isNamed = bridge?.members.some(({ scid }) => scid === target) ?? false;
    return isNamed ? [{ ...given, target: outsideNode(cell, target), crossCell: true }] : [];
  });
  return [...own, ...heard.flatMap((bridge) => saidAcross(bridge, isHere))];
}

function saidAcross({ cell, said }: Across, isHere: ReadonlySet<string>): DatedEndorsement[] {
  if (!said) return [];
  const { statement: receipt, day } = said;
  return said.rows.flatMap(([source, target, where, strength]): DatedEndorsement[] => {
    const from = { source: outsideNode(cell, source), strength, day, receipt };
    if (where === 0) return [{ ...from, target: outsideNode(cell, target) }];
    return isHere.has(target) && target !== source ? [{ ...from, target, crossCell: true }] : [];
  });
}

/** Rank of members and of whoever is known over a bridge (`outsideNode`), on a day. */
export function rankAcross(
  endorsements: readonly EndorsementAcross[],
  members: readonly string[],
  bridges: readonly Across[],
  dayUtc: number,
  parameters?: RankParameters,
): Ranked[] {
  return rank(endorsementsAcross(endorsements, members, bridges, dayUtc), members, dayUtc, parameters);
}
