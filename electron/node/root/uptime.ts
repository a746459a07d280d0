import { uptime } from 'node:os';

/** The system tells its uptime to the second in places, read at another moment than the process's own clock. */
const SLACK_MS = 2_000;

let uptimeAheadMs = systemAheadMs();

/**
 * How long this computer has been up, in milliseconds. Setting the clock does not move it. The process's own clock is
 * finer, but stands still while some computers sleep.
 */
export function computerUptime(): number {
  const aheadMs = systemAheadMs();
  if (aheadMs > uptimeAheadMs + SLACK_MS) uptimeAheadMs = aheadMs;
  return Math.floor(performance.now() + uptimeAheadMs);
}

function systemAheadMs(): number {
  try {
    return uptime() * 1000 - performance.now();
  } catch {
    // Where a sandbox does not tell, time is known to pass while this process runs.
    return 0;
  }
}
