/**
 * Gives memory back when a thread has come to rest. V8 collects as it allocates: what starting, or catching up, left
 * behind stays as long as nothing more happens, which in a node that waits for its cell may be for days.
 */
import { Session } from 'node:inspector/promises';
import { performance } from 'node:perf_hooks';
import { getHeapStatistics } from 'node:v8';

const LOOK_MS = 15_000;
/** Of the time between two looks; what keeps connections alive is less. */
const QUIET_SHARE = 0.05;
/** Less is not worth a pause. */
const WORTH_BYTES = 4 * 1024 * 1024;
/** The pause of a collection grows with what lives: some 50 ms for so much on an idle machine, 250 on a busy one. */
const LIVING_MAX_BYTES = 48 * 1024 * 1024;
/** Where more lives, or lay there when it was looked at, a pause that is felt comes this seldom. */
const SELDOM_MS = 10 * 60_000;
/** A second and more, which no member should wait for an answer. */
const NEVER_BYTES = 256 * 1024 * 1024;

export interface Heap {
  /** Held of the system. */
  readonly heldBytes: number;
  /** Holds objects, whether or not they are needed any more. */
  readonly usedBytes: number;
}

export interface Collected {
  /** Held after it. */
  readonly leftBytes: number;
  /** How long ago. */
  readonly agoMs: number;
}

/** Whether a thread that was busy for this share of the last while is to collect. */
export function isWorthIt(
  share: number,
  { heldBytes, usedBytes }: Heap,
  { leftBytes, agoMs }: Collected,
): boolean {
  if (share > QUIET_SHARE || heldBytes - leftBytes < WORTH_BYTES) return false;
  return usedBytes <= (agoMs < SELDOM_MS ? LIVING_MAX_BYTES : NEVER_BYTES);
}

/** Looks now and then, for as long as the thread lives; keeps nothing alive. */
export function collectWhenIdle(lookMs = LOOK_MS): void {
  let leftBytes = 0;
  let atMs = Number.NEGATIVE_INFINITY;
  const busyShare = shareMeter();
  const look = setInterval(() => {
    if (!isWorthIt(busyShare(), heap(), { leftBytes, agoMs: performance.now() - atMs })) return;
    collect().then(
      () => {
        leftBytes = heap().heldBytes;
        atMs = performance.now();
      },
      // This runtime was built without it.
      () => clearInterval(look),
    );
  }, lookMs);
  look.unref();
}

/** The share since it was asked last. Where Chromium turns the loop, Node does not measure it: that of the process. */
function shareMeter(): () => number {
  let loop = performance.eventLoopUtilization();
  let cpu = process.cpuUsage();
  let atMs = performance.now();
  return () => {
    const since = performance.eventLoopUtilization(loop);
    const { user, system } = process.cpuUsage(cpu);
    const share = since.idle > 0 ? since.utilization : (user + system) / 1_000 / (performance.now() - atMs);
    loop = performance.eventLoopUtilization();
    cpu = process.cpuUsage();
    atMs = performance.now();
    return share;
  };
}

function heap(): Heap {
  const { total_heap_size: heldBytes, used_heap_size: usedBytes } = getHeapStatistics();
  return { heldBytes, usedBytes };
}

/** As a debugger asks for it: without it Node collects on request only when started with a flag of V8. */
async function collect(): Promise<void> {
  const session = new Session();
  session.connect();
  try {
    await session.post('HeapProfiler.collectGarbage');
  } finally {
    session.disconnect();
  }
}
