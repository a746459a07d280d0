/** Keeps what a running node's windows keep: a snapshot, and each push over it. */
import { applyPush } from '#shared/contract/apply-push.ts';
import type { Push, Snapshot } from '#shared/contract/domain/snapshot.ts';
import { watchRunningNode } from '../../electron/host/running-node.ts';
import type { CellHome } from './cell/cell-home.ts';

export interface Follower {
  /** As the pushes have made it. */
  held(): Snapshot;
  /** Pushes that told the rows of a list that changed. */
  ofRows(): number;
  close(): void;
}

/** Asks for one snapshot only: whoever misses something throws. */
export async function followPushes(home: CellHome): Promise<Follower> {
  const early: Push[] = [];
  let held: Snapshot | null = null;
  let ofRows = 0;
  let missed: Error | null = null;
  const take = (push: Push): void => {
    if (!held) {
      early.push(push);
      return;
    }
    const applied = applyPush(held, push);
    if (applied.kind === 'gap') missed = new Error(`push ${push.version} does not follow ${held.version}`);
    else if (applied.kind === 'applied') held = applied.snapshot;
    if (push.rows) ofRows += 1;
  };
  const watched = await watchRunningNode(home.home, { onPush: take, onEnd: () => {} });
  if (!watched) throw new Error(`no node runs for ${home.name}`);
  held = await home.ask('state.snapshot', { stateHash: false });
  for (const push of early) take(push);
  return {
    held() {
      if (missed) throw missed;
      return held as Snapshot;
    },
    ofRows: () => ofRows,
    close: () => watched.close(),
  };
}
