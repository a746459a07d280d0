/** What lay on the disks of a recovery at some moment, gone on with. */
import { join } from 'node:path';
import { expect, onTestFinished } from 'vitest';
import { KillPoints } from '../kill-points.ts';
import { NOT_OF_IT } from '../watch-writes.ts';
import { type LiveMember, liveCell } from './live-member.ts';
import { ended, everybody, memberIn, type World, worldIn } from './recovery-world.ts';

/** All of them in the long form; in the short one some, others each time. */
function someOf(copies: readonly string[], count: number): string[] {
  if (process.env.GHOSTSTACK_LONG) return [...copies];
  return Array.from({ length: count }, (_, at) => {
    return copies[Math.floor(((at + Math.random()) / count) * copies.length)] ?? '';
  });
}

/** Each copy in turn: members are there before the machine is, or after it. Says at which copy it failed. */
async function eachGoesOn(
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

/** alice, bob and carol, whose homes stand in a folder that is watched. */
export async function threeIn(watched: string): Promise<[LiveMember, LiveMember, LiveMember]> {
  return (await liveCell(watched, ['alice', 'bob', 'carol'], {
    make: (name) => memberIn(watched, name),
    deadlineMs: 20_000,
  })) as [LiveMember, LiveMember, LiveMember];
}

interface Flow {
  readonly folder: string;
  readonly watched: string;
  /** Until it is over and all hold one state. */
  readonly goesOn: (world: World) => Promise<void>;
  readonly expectOneKey: (world: World) => Promise<void>;
}

/** Goes through a flow once, and then again from what lay on all disks at some of its writes, or in the long run at each. */
export async function expectEachWriteToGoOn(
  world: World,
  { folder, watched, goesOn, expectOneKey }: Flow,
): Promise<void> {
  onTestFinished(() => ended(everybody(world)));
  const points = new KillPoints(watched, join(folder, 'killed'), NOT_OF_IT);
  onTestFinished(() => points.end());
  points.begin();
  await goesOn(world);
  const copies = points.finish();
  expect(copies.length).toBeGreaterThan(40);
  await expectOneKey(world);
  await eachGoesOn(someOf(copies, 2), world, async (again) => {
    await goesOn(again);
    await expectOneKey(again);
  });
}
