/**
 * Which tests share a worker with other files. What a unit loads costs more than what it does, and is then loaded once
 * for each worker instead of once for each file. The long run gives every file a worker of its own.
 */

export const SUITES_WITH_SHARED_WORKERS: readonly string[] =
  process.env.GHOSTSTACK_LONG === '1' ? [] : ['unit', 'property'];

/**
 * These say what a module is when it is loaded, and must be the first to load it; or they are in another time zone, in
 * which what formats dates stays.
 */
export const WITH_OWN_WORKER: readonly string[] = [
  'test/unit/cell/damaged-cell.test.ts',
  'test/unit/electron-main/quiet-hours.test.ts',
  'test/unit/identity/did-webvh-peer.test.ts',
  'test/unit/words/calendar-days.test.ts',
];
