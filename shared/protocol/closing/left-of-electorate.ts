import { type Epoch, isMember, quorumSizes } from './epoch.ts';

export interface LeftOfElectorate {
  readonly here: number;
  /** So many signatures decide. */
  readonly needed: number;
}

/** How many of an electorate are members in the present epoch, if they are too few to decide; else null (FORK, R4). */
export function tooFewLeft(electorate: Epoch, present: Epoch): LeftOfElectorate | null {
  const here = electorate.members.filter(({ scid }) => isMember(present, scid)).length;
  const needed = quorumSizes(electorate).q;
  return here < needed ? { here, needed } : null;
}
