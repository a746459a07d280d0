/** Bugs in what writes for a node by itself, and in what keeps it from signing twice. */
import type { OwnFeedGuardOptions } from '../../electron/node/cell/own-feed/own-feed-guard.ts';
import type { ReactionWriterOptions } from '../../electron/node/cell/reaction-writer.ts';
import type { Mark } from '../../electron/node/store/head-marker.ts';
import { type Plant, withInstead } from './plants.ts';

const GUARD = 'electron/node/cell/own-feed/own-feed-guard.ts';
const WRITER = 'electron/node/cell/reaction-writer.ts';

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
      [WRITER]: (original) => ({
        ReactionWriter: class extends original.ReactionWriter {
          constructor(options: ReactionWriterOptions) {
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
      [WRITER]: (original) => ({
        ReactionWriter: class extends original.ReactionWriter {
          constructor(options: ReactionWriterOptions) {
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
