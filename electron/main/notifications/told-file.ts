import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { z } from 'zod';

/** As many matters hold at once at most, many times over. */
const TOLD_MAX = 1_000;
const HELD_MAX = 500;

/** What was told, and which messages wait to be told of: their texts stay in the home. */
const Told = z.object({
  told: z.array(z.string()).max(TOLD_MAX),
  held: z
    .array(z.object({ id: z.string(), number: z.int(), thread: z.string(), senderDid: z.string() }))
    .max(HELD_MAX),
});
export type Told = z.infer<typeof Told>;

export interface ToldMemory {
  /** Null at the first start, and when what is there cannot be read: then nothing that holds already is news. */
  read(): Told | null;
  write(told: Told): void;
}

/** Of a window whose node leaves nothing behind. */
export function toldNowhere(): ToldMemory {
  return { read: () => null, write: () => {} };
}

export function toldFile(path: string): ToldMemory {
  let written = '';
  return {
    read() {
      try {
        const parsed = Told.safeParse(JSON.parse(readFileSync(path, 'utf8')));
        return parsed.success ? parsed.data : null;
      } catch {
        return null;
      }
    },
    /** Whole or not at all. On a full disk something may be told twice, and nothing else goes wrong. */
    write({ told, held }) {
      const text = JSON.stringify({ told: told.slice(-TOLD_MAX), held: held.slice(-HELD_MAX) });
      if (text === written) return;
      try {
        writeFileSync(`${path}.new`, text, { mode: 0o600 });
        renameSync(`${path}.new`, path);
        written = text;
      } catch (error) {
        process.stderr.write(`ghoststack: what was told could not be noted: ${String(error)}\n`);
      }
    },
  };
}
