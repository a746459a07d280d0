import type { Snapshot } from '#shared/contract/domain/snapshot.ts';

export type Closing = 'close' | 'quit' | 'hide' | 'minimise';

export interface Circumstances {
  /** The app ends already. */
  readonly isQuitting: boolean;
  readonly node: Pick<Snapshot, 'phase' | 'settings'> | null;
  /** A place for the icon, from which a hidden window is called back. */
  readonly hasPlace: boolean;
}

/** What closing the window does: a node that works goes on, and the way back to its window stays in sight. */
export function closingDoes({ isQuitting, node, hasPlace }: Circumstances): Closing {
  if (isQuitting) return 'close';
  const works = node?.phase === 'running' || node?.phase === 'locked';
  if (!works || !node.settings.keepRunning) return 'quit';
  return hasPlace ? 'hide' : 'minimise';
}
