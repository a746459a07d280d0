/**
 * Who holds a home, for whoever finds it taken. It is written under the lock and means something only while the lock is
 * held; without it nothing is lost but a sentence.
 */
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { HomeHolder, type HomeProgram } from '#shared/contract/domain/home.ts';
import { type Saying, says } from '#shared/protocol/saying.ts';
import { isAlive } from './process-alive.ts';
import { readSmallFile } from './small-file.ts';

export const HOLDER_FILE = 'holder.json';
const HOLDER_MAX_BYTES = 4096;

export function writeHolder(home: string, program: HomeProgram): void {
  const holder: HomeHolder = { program, pid: process.pid, sinceMs: Date.now() };
  try {
    writeFileSync(join(home, HOLDER_FILE), JSON.stringify(holder), { mode: 0o600 });
  } catch {
    // A full disk must not keep a node from starting; what another one left would be wrong.
    removeHolder(home);
  }
}

export function removeHolder(home: string): void {
  try {
    rmSync(join(home, HOLDER_FILE), { force: true });
  } catch {
    // It says nothing any more once the lock is given back.
  }
}

/** Null where nobody has said so, or whoever said so lives no more. */
export function readHolder(home: string): HomeHolder | null {
  try {
    const read = HomeHolder.safeParse(
      JSON.parse(readSmallFile(join(home, HOLDER_FILE), HOLDER_MAX_BYTES).text),
    );
    return read.success && isAlive(read.data.pid) ? read.data : null;
  } catch {
    return null;
  }
}

/** For the sentence of a refusal. */
export function holderSays(holder: HomeHolder | null): Saying {
  if (!holder) return says('error.store.anotherNode');
  const { program, pid, sinceMs } = holder;
  return says('error.store.anotherNodeKnown', { program, pid, since: { atMs: sinceMs } });
}
