/** Measures the sides of a line in turn, so that a busy moment of the machine falls on all of them. */
import { FORMER, NOW, type Reading, type Side, type Sides } from './line.ts';
import type { Readings } from './verdict.ts';

export interface Rounds {
  readonly count: number;
  /** In how many of them, the first ones, the former build is measured. */
  readonly ofFormer: number;
  say(text: string): void;
  /** Told how long each reading took, whatever it says. */
  took?(side: string, ms: number): void;
}

/** Each round begins with another side: what the one before leaves behind (heat, caches, garbage) reaches all alike. */
export async function alternate(sides: Sides, { count, ofFormer, say, took }: Rounds): Promise<Readings> {
  const former = ofFormer > 0 && typeof sides.former === 'function' ? [[FORMER, sides.former] as const] : [];
  const all: (readonly [string, Side])[] = [[NOW, sides.now], ...former, ...Object.entries(sides.references)];
  const readings: Record<string, Reading[]> = Object.fromEntries(all.map(([name]) => [name, []]));
  for (let round = 0; round < count; round += 1) {
    for (let step = 0; step < all.length; step += 1) {
      const [name, side] = all[(round + step) % all.length] as readonly [string, Side];
      if (name === FORMER && round >= ofFormer) continue;
      say(`round ${round + 1} of ${count}: ${name}`);
      const startMs = performance.now();
      readings[name]?.push(await side());
      took?.(name, performance.now() - startMs);
    }
  }
  return readings;
}
