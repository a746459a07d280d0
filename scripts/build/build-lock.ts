/** One build at a time: a lock file that names its holder, and counts as left behind when the holder is gone. */
import { mkdirSync, readFileSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

const TOUCH_EVERY_MS = 2_000;
const STALE_AFTER_MS = 30_000;
const LOOK_EVERY_MS = 200;
const GIVE_UP_AFTER_MS = 300_000;

/** Runs `work` while holding the lock; waits for whoever holds it now. */
export async function withBuildLock<T>(path: string, work: () => Promise<T>): Promise<T> {
  mkdirSync(dirname(path), { recursive: true });
  const giveUpAtMs = Date.now() + GIVE_UP_AFTER_MS;
  while (!take(path)) {
    if (Date.now() > giveUpAtMs) {
      throw new Error(
        `another build has held ${path} for ${GIVE_UP_AFTER_MS / 1000} s; end it, or delete that file`,
      );
    }
    if (isLeftBehind(path)) rmSync(path, { force: true });
    else await delay(LOOK_EVERY_MS);
  }
  const touch = setInterval(() => utimesSync(path, new Date(), new Date()), TOUCH_EVERY_MS);
  try {
    return await work();
  } finally {
    clearInterval(touch);
    rmSync(path, { force: true });
  }
}

function take(path: string): boolean {
  try {
    writeFileSync(path, String(process.pid), { flag: 'wx' });
    return true;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false;
    throw error;
  }
}

function isLeftBehind(path: string): boolean {
  try {
    if (Date.now() - statSync(path).mtimeMs > STALE_AFTER_MS) return true;
    const holder = Number(readFileSync(path, 'utf8'));
    return holder > 0 && !isAlive(holder);
  } catch {
    // Gone in the meantime: the next attempt tells.
    return false;
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}
