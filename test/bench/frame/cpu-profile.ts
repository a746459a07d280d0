/** A profile of the process that asks for it. */
import { writeFileSync } from 'node:fs';
import { Session } from 'node:inspector/promises';

const inspector = new Session();

/** Begins a CPU profile, or ends it and writes it to that file. */
export async function cpuProfile(to: string | null): Promise<void> {
  if (to === null) {
    inspector.connect();
    await inspector.post('Profiler.enable');
    await inspector.post('Profiler.start');
    return;
  }
  const { profile } = await inspector.post('Profiler.stop');
  writeFileSync(to, JSON.stringify(profile));
}
