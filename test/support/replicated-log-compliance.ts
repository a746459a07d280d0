import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { inEnglish } from '#shared/protocol/saying.ts';
import type { ReplicatedLog } from '../../electron/node/transport/link/cell-link.ts';

/** Two members' copies of one log, which hold the same at first. */
export interface LogWorld {
  readonly alice: ReplicatedLog;
  readonly bob: ReplicatedLog;
  readonly aliceDid: string;
  /** Alice writes so many entries. */
  write(count: number): void;
  close(): void;
}

const UNKNOWN = 'f'.repeat(64);

/** What every ReplicatedLog must do, however it judges and keeps its entries. */
export function replicatedLogCompliance(name: string, create: () => Promise<LogWorld>): void {
  describe(`${name} is a ReplicatedLog:`, () => {
    let world: LogWorld;
    beforeEach(async () => {
      world = await create();
    });
    afterEach(() => world.close());

    const lacking = (): string[] => [...world.alice.missingFrom(world.bob.tips())];
    const take = (texts: readonly string[]) => world.bob.receive(texts, world.aliceDid);
    const nothingWrong = { waiting: 0, missing: [], refused: [] };

    it('who holds the same lacks nothing', () => {
      expect(world.alice.cell).toBe(world.bob.cell);
      expect(world.alice.tips()).toEqual(world.bob.tips());
      expect(lacking()).toEqual([]);
    });

    it('what one has written is what the other lacks, and takes', async () => {
      world.write(3);
      const texts = lacking();
      expect(texts).toHaveLength(3);
      expect(await take(texts)).toEqual({ applied: 3, ...nothingWrong });
      expect(world.bob.tips()).toEqual(world.alice.tips());
      expect([...world.bob.missingFrom(world.alice.tips())]).toEqual([]);
    });

    it('what is held already changes nothing', async () => {
      world.write(2);
      const texts = lacking();
      await take(texts);
      const tips = world.bob.tips();
      expect(await take(texts)).toEqual({ applied: 0, ...nothingWrong });
      expect(world.bob.tips()).toEqual(tips);
    });

    it('what comes before its causes waits for them, and says for which', async () => {
      world.write(3);
      const [first, second, third] = lacking() as [string, string, string];
      const early = await take([third]);
      expect(early).toMatchObject({ applied: 0, waiting: 1, refused: [] });
      expect(early.missing).toHaveLength(1);
      expect(await take([first, second])).toEqual({ applied: 3, ...nothingWrong });
      expect(world.bob.tips()).toEqual(world.alice.tips());
    });

    it('what is no entry is refused with a reason, and the others are stored', async () => {
      world.write(1);
      const { applied, refused } = await take(['{"not": "an entry"}', ...lacking()]);
      expect(applied).toBe(1);
      expect(refused).toHaveLength(1);
      expect(inEnglish(refused[0]!.says)).not.toBe('');
      expect(world.bob.tips()).toEqual(world.alice.tips());
    });

    it('news is told when entries were stored, and to nobody who has stopped listening', async () => {
      let told = 0;
      const stop = world.bob.onNews(() => {
        told += 1;
      });
      world.write(1);
      await take(lacking());
      expect(told).toBe(1);
      await take(['{}']);
      expect(told).toBe(1);
      stop();
      world.write(1);
      await take(lacking());
      expect(told).toBe(1);
    });

    it('who holds more of a feed than this log has its all, unless that is doubted', () => {
      const before = world.bob.tips();
      world.write(1);
      const [author] = Object.keys(world.alice.tips()).filter(
        (one) => JSON.stringify(world.alice.tips()[one]) !== JSON.stringify(before[one]),
      ) as [string];
      const ahead = { ...before, [author]: [...(before[author] ?? []), UNKNOWN] };
      expect([...world.alice.missingFrom(ahead)]).toEqual([]);
      expect([...world.alice.missingFrom(ahead, new Set([UNKNOWN]))]).toHaveLength(1);
    });
  });
}
