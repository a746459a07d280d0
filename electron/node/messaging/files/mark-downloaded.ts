import { execFile } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { promisify } from 'node:util';

const PATIENCE_MS = 2_000;
/** Windows: from the Internet, so that programs ask before they run it. */
const ZONE = '[ZoneTransfer]\r\nZoneId=3\r\n';

/**
 * Marks a file as one that came from somebody else, where the system knows that: Windows by a stream beside it, macOS and
 * Linux by an attribute, which Node cannot write, so a program of the system does; without one it stays unmarked.
 * Returns whether it is marked. Never rejects.
 */
export async function markDownloaded(path: string, from: string, nowMs: number): Promise<boolean> {
  try {
    if (process.platform === 'win32') await writeFile(`${path}:Zone.Identifier`, ZONE);
    else if (process.platform === 'darwin') await run('/usr/bin/xattr', ['-w', ...quarantine(nowMs), path]);
    else await run('setfattr', ['-n', 'user.xdg.origin.url', '-v', from, '--', path]);
    return true;
  } catch {
    return false;
  }
}

function quarantine(nowMs: number): string[] {
  const seconds = Math.floor(nowMs / 1000).toString(16);
  return ['com.apple.quarantine', `0081;${seconds};GhostStack;`];
}

async function run(program: string, words: readonly string[]): Promise<void> {
  await promisify(execFile)(program, words, { timeout: PATIENCE_MS });
}
