/** Measures the sides of a line in turn, so that a busy moment of the machine falls on all of them. */
import { FORMER, NOW, type Reading, type Side, type Sides } from './line.ts';
import type { Readings } from './verdict.ts';

export interface Rounds {
  readonly count: number;
  readonly withFormer: boolean;
  say(text: string): void;
}

/** Each round begins with another side: what the one before leaves behind (heat, caches, garbage) reaches all alike. */
export async function alternate(sides: Sides, { count, withFormer, say }: Rounds): Promise<Readings> {
  const former = withFormer && typeof sides.former === 'function' ? [[FORMER, sides.former] as const] : [];
  const all: (readonly [string, Side])[] = [[NOW, sides.now], ...former, ...Object.entries(sides.references)];
  const readings: Record<string, Reading[]> = Object.fromEntries(all.map(([name]) => [name, []]));
  for (let round = 0; round < count; round += 1) {
    for (let step = 0; step < all.length; step += 1) {
      const [name, side] = all[(round + step) % all.length] as readonly [string, Side];
      say(`round ${round + 1} of ${count}: ${name}`);
      readings[name]?.push(await side());
    }
  }
  return readings;
}
