import type { Counted } from './counts.ts';
import type { CrashPoint } from './scenario.ts';

export const CRASH_COUNTS = {
  'before-store': 'crashes before store',
  'after-store': 'crashes after store',
  'after-send': 'crashes after send',
} as const satisfies Record<CrashPoint, Counted>;

interface PlannedCrash {
  /** So many writes from now. */
  readonly write: number;
  readonly point: CrashPoint;
  readonly forMs: number;
}

/** Nodes that go down at one of their next writes. */
export class Crashes {
  readonly #planned = new Map<string, { left: number; readonly crash: PlannedCrash }[]>();

  plan(id: string, crash: PlannedCrash): void {
    const planned = this.#planned.get(id) ?? [];
    this.#planned.set(id, [...planned, { left: crash.write, crash }]);
  }

  /** Called at each point of each write; for how long the node is down if it crashes there, or null. */
  dueAt(id: string, point: CrashPoint): number | null {
    const planned = this.#planned.get(id);
    if (!planned) return null;
    if (point === 'before-store') for (const each of planned) each.left -= 1;
    return planned.find(({ left, crash }) => left === 0 && crash.point === point)?.crash.forMs ?? null;
  }
}
