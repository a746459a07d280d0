import type { Push, Snapshot } from './domain/snapshot.ts';

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
  const changes = Object.fromEntries(
    Object.entries(push.changes).filter(([, value]) => value !== undefined),
  ) as Partial<Snapshot>;
  return {
    kind: 'applied',
    snapshot: { ...snapshot, ...changes, version: push.version, atMs: push.atMs },
  };
}
