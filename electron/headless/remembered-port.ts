import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { writeFileAtomically } from '../node/store/atomic-file.ts';

const Remembered = z.object({ port: z.int().min(0).max(65_535) });

const pathIn = (home: string): string => join(home, 'dashboard.json');

/** Where the dashboard of a home was the last time, so that a bookmark stays good; 0, any port, if that is unknown. */
export function rememberedPort(home: string): number {
  try {
    return Remembered.parse(JSON.parse(readFileSync(pathIn(home), 'utf8'))).port;
  } catch {
    return 0;
  }
}

/** What cannot be written is only forgotten. */
export function rememberPort(home: string, port: number): void {
  try {
    writeFileAtomically(pathIn(home), `${JSON.stringify({ port })}\n`, { replace: true });
  } catch {
    return;
  }
}
