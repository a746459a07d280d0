/** Bugs in what closes a node's ballots, and in what keeps it from signing twice. */
import type { ClosingRunnerOptions } from '../../electron/node/cell/deciding/closing-runner.ts';
import type { OwnFeedGuardOptions } from '../../electron/node/cell/own-feed/own-feed-guard.ts';
import type { Mark } from '../../electron/node/store/head-marker.ts';
import { type Plant, withInstead } from './plants.ts';

const GUARD = 'electron/node/cell/own-feed/own-feed-guard.ts';
const RUNNER = 'electron/node/cell/deciding/closing-runner.ts';

export const NODE_PLANTS: readonly Plant[] = [
  {
    name: 'an older copy of a home does not notice',
    withinRuns: 500,
    modules: {
      [GUARD]: (original) => ({
        OwnFeedGuard: class extends original.OwnFeedGuard {
          constructor(options: OwnFeedGuardOptions) {
            super({ ...options, log: without(options.log, 'watchFeed', undefined), marker: null });
          }
        },
      }),
    },
  },
  {
    name: 'two restores begin one generation',
    withinRuns: 500,
    modules: {
      [GUARD]: (original) => ({
        OwnFeedGuard: class extends original.OwnFeedGuard {
          constructor(options: OwnFeedGuardOptions) {
            const { marker } = options;
            const read = (): object | null => {
              const mark = marker?.read();
              return mark ? { ...mark, gen: 0 } : null;
            };
            super({
              ...options,
              draw: () => 0,
              marker: marker && { read, write: (mark: Mark) => marker.write(mark) },
            });
          }
        },
      }),
    },
  },
  {
    name: 'nobody looks again when a time has come',
    withinRuns: 500,
    modules: {
      [RUNNER]: (original) => ({
        ClosingRunner: class extends original.ClosingRunner {
          constructor(options: ClosingRunnerOptions) {
            super({ ...options, alarm: () => () => undefined });
          }
        },
      }),
    },
  },
  {
    name: 'what comes to nothing is written all the same',
    withinRuns: 500,
    modules: {
      [RUNNER]: (original) => ({
        ClosingRunner: class extends original.ClosingRunner {
          constructor(options: ClosingRunnerOptions) {
            super({ ...options, log: without(options.log, 'objection', null) });
          }
        },
      }),
    },
  },
];

/** The same, but for one method, which only says `result`. */
function without<T extends object>(log: T, method: keyof T, result: unknown): T {
  return withInstead(log, method, () => result);
}
