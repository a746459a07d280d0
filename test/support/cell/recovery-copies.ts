/** What lay on the disks of a recovery at some moment, gone on with. */
import { ended, everybody, type World, worldIn } from './recovery-world.ts';

/** All of them in the long form; in the short one some, others each time. */
export function someOf(copies: readonly string[], count: number): string[] {
  if (process.env.GHOSTSTACK_LONG) return [...copies];
  return Array.from({ length: count }, (_, at) => {
    return copies[Math.floor(((at + Math.random()) / count) * copies.length)] ?? '';
  });
}

/** Each copy in turn: members are there before the machine is, or after it. Says at which copy it failed. */
export async function eachGoesOn(
  copies: readonly string[],
  world: World,
  goesOn: (again: World) => Promise<void>,
): Promise<void> {
  for (const [at, copy] of copies.entries()) {
    const again = worldIn(copy, world);
    try {
      const order = at % 2 === 0 ? everybody(again) : everybody(again).reverse();
      for (const member of order) await member.start();
      await goesOn(again);
    } catch (cause) {
      const name = copy.split('/').slice(-2).join('/');
      throw new Error(`killed at ${name}: ${cause instanceof Error ? cause.message : cause}`, { cause });
    } finally {
      await ended(everybody(again));
    }
  }
}
