import type { Push, Slices, Snapshot } from './domain/snapshot.ts';
import { withRows } from './rows-patch.ts';

export type Applied =
  | { readonly kind: 'applied'; readonly snapshot: Snapshot }
  /** Already held; a snapshot that came later said it. */
  | { readonly kind: 'old' }
  /** Something in between was missed, or the node started anew: only a fresh snapshot helps. */
  | { readonly kind: 'gap' };

/** Puts one push over a snapshot, if it is the very next one. */
export function applyPush(snapshot: Snapshot, push: Push): Applied {
  if (push.instance !== snapshot.instance) return { kind: 'gap' };
  if (push.version <= snapshot.version) return { kind: 'old' };
  if (push.version !== snapshot.version + 1) return { kind: 'gap' };
  const changes = changedBy(snapshot, push);
  if (!changes) return { kind: 'gap' };
  return {
    kind: 'applied',
    snapshot: { ...snapshot, ...changes, version: push.version, atMs: push.atMs },
  };
}

/** The slices that a push makes different, or null where what it changes is not what is held. */
export function changedBy(held: Pick<Slices, 'proposals'>, push: Push): Partial<Slices> | null {
  const changes = Object.fromEntries(
    Object.entries(push.changes).filter(([, value]) => value !== undefined),
  ) as Partial<Slices>;
  if (!push.rows) return changes;
  const proposals = withRows(held.proposals, push.rows.proposals);
  return proposals && { ...changes, proposals };
}

/** Whether a push says something new of the state, and is not the beat of a heart or a message alone. */
export function saysNews({ changes, rows }: Pick<Push, 'changes' | 'rows'>): boolean {
  return Object.keys(changes).length > 0 || rows !== undefined;
}
