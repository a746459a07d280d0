/** Where the cell to try lives: a folder that nobody else can enter, and that is gone when it ends, however it ends. */
import { lstatSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { whoRuns } from '../../node/store/private-path.ts';
import { isAlive } from '../../node/store/process-alive.ts';
import { readSmallFile } from '../../node/store/small-file.ts';

const PREFIX = 'ghoststack-demo-';
/** Only a folder in which this says whose it was is ever removed. */
export const DEMO_MARKER = 'ghoststack-demo.json';
const MARKER_MAX_BYTES = 1024;

const Owner = z.object({
  pid: z.int().min(1),
  /** When that process began, in the kernel's own measure: a number is given to another process some day. */
  began: z.string().nullable(),
});

/** Makes it, with mode 0700. */
export function makeDemoFolder(parent: string = tmpdir()): string {
  const folder = mkdtempSync(join(parent, PREFIX));
  const owner: z.infer<typeof Owner> = { pid: process.pid, began: beginningOf(process.pid) };
  writeFileSync(join(folder, DEMO_MARKER), JSON.stringify(owner), { mode: 0o600, flag: 'wx' });
  return folder;
}

export function removeDemoFolder(folder: string): void {
  rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
}

/** Removes what apps that were killed have left. Returns the folders that are gone. */
export function sweepDemoFolders(parent: string = tmpdir()): string[] {
  const left = namesIn(parent)
    .filter((name) => name.startsWith(PREFIX))
    .map((name) => join(parent, name))
    .filter(isLeft);
  for (const folder of left) {
    try {
      removeDemoFolder(folder);
    } catch (error) {
      process.stderr.write(`ghoststack: what a demo left was not removed: ${String(error)}\n`);
    }
  }
  return left;
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

/** A folder of this user's that nobody else can enter, of a process that lives no more. */
function isLeft(folder: string): boolean {
  try {
    const stats = lstatSync(folder);
    const self = whoRuns();
    if (!stats.isDirectory() || (self && (stats.uid !== self.uid || (stats.mode & 0o077) !== 0)))
      return false;
    const { text } = readSmallFile(join(folder, DEMO_MARKER), MARKER_MAX_BYTES);
    const { pid, began } = Owner.parse(JSON.parse(text));
    return !isAlive(pid) || (began !== null && beginningOf(pid) !== began);
  } catch {
    return false;
  }
}

/** The 22nd field of proc_pid_stat(5); null where there is no such file. The 2nd is a name in brackets, with anything in it. */
function beginningOf(pid: number): string | null {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return text.slice(text.lastIndexOf(')') + 2).split(' ')[19] ?? null;
  } catch {
    return null;
  }
}
