import type { BrainStore } from './brain-store.ts';
import { HIPPOCAMPUS_CAPACITY, Hippocampus } from './hippocampus.ts';
import { ALWAYS_REMEMBERED, forgetsDullest } from './surprise.ts';

/**
 * What a stored brain remembers. What a cycle followed from is kept with those, and with one that somebody is asked about;
 * of any other it goes: others decide how much there is to feel, and each would stay on the disk for good.
 */
export function remembering(store: BrainStore, isAskedAbout: (cycle: number) => boolean): Hippocampus {
  const episodes = store.memorable({ newest: ALWAYS_REMEMBERED, limit: HIPPOCAMPUS_CAPACITY });
  bestEffort(() => store.keepRecords(episodes.map(({ cycle }) => cycle)));
  return new Hippocampus({
    episodes,
    forgets: forgetsDullest,
    onForget: ({ cycle }) => {
      if (!isAskedAbout(cycle)) bestEffort(() => store.dropRecord(cycle));
    },
  });
}

/** What a full disk keeps from being dropped is dropped at the next start; the cycle itself stands. */
function bestEffort(drop: () => void): void {
  try {
    drop();
  } catch {
    // That the disk is full is told where something could not be written that is needed.
  }
}
