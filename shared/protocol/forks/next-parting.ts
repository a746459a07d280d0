/** Which entries a person's words to go, to stay or to come back take, in the order in which they are written. */
import { isMember } from '../closing/epoch.ts';
import { type HeldLog, heldEpoch, leavesOf } from './branch-standing.ts';

export interface PartingWish {
  /** The cell in whose log it is written. */
  readonly cell: string;
  readonly kind: 'leave' | 'stay';
  readonly body: { readonly cell: string | null };
}

/** Before another branch is entered: one at a time is unborn. */
export function wishesToWithdraw(parent: string, branch: string): PartingWish[] {
  return [
    { cell: branch, kind: 'leave', body: { cell: null } },
    { cell: parent, kind: 'stay', body: { cell: branch } },
  ];
}

/** Once everybody has entered: the home lives there from then on. Nothing where it was said before. */
export function wishesToMove(parent: HeldLog, branch: string, me: string): PartingWish[] {
  if (!isPresent(parent, me) || leavesHere(parent, me).includes(branch)) return [];
  return [{ cell: parent.graph.cell, kind: 'leave', body: { cell: branch } }];
}

/** Back to where one is a member still; null where one was counted out: then it takes an invitation. */
export function wishesToReturn(parent: HeldLog, branch: string | null, me: string): PartingWish[] | null {
  if (!isPresent(parent, me)) return null;
  const back: PartingWish = { cell: parent.graph.cell, kind: 'stay', body: { cell: branch } };
  return branch === null ? [back] : [{ cell: branch, kind: 'leave', body: { cell: null } }, back];
}

/** Where one goes on living in a cell that one has said one leaves: else the next certificate there would take one out. */
export function wishesToLiveHere(log: HeldLog, me: string): PartingWish[] {
  return leavesHere(log, me).map((to) => ({ cell: log.graph.cell, kind: 'stay', body: { cell: to } }));
}

/** Before a new key is used in the cell in which a home lives: the kept ones go on believing the old one. */
export function wishesBeforeNewKey(kept: readonly HeldLog[], me: string): PartingWish[] {
  return kept
    .filter((log) => isPresent(log, me) && leavesHere(log, me).length === 0)
    .map(({ graph }): PartingWish => ({ cell: graph.cell, kind: 'leave', body: { cell: null } }));
}

/** Where a member goes by what it said last and has not taken back. */
export function leavesHere(log: HeldLog, me: string): readonly (string | null)[] {
  return leavesOf(log, me).map(({ cell }) => cell);
}

function isPresent(log: HeldLog, me: string): boolean {
  return isMember(heldEpoch(log), me);
}
