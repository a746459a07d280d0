import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { fail, ok, type Result } from '#shared/contract/errors.ts';
import { asWritten } from '#shared/protocol/saying.ts';
import { type Carrier, checkedClient } from '../../renderer/state/checked-client.ts';
import { pollUntil } from './poll-until.ts';

/** What is at the other end: it answers calls, and is told nothing but name and input. */
export type Answer = (name: string, input: unknown) => Promise<Result<unknown>>;

/** A page's carrier, connected to a node. */
export interface CarrierWorld {
  readonly carrier: Carrier;
  /** The node tells all pages. */
  push(value: unknown): void;
  close(): Promise<void>;
}

const NEWS = { instance: 'one', version: 1, atMs: 0, changes: {} };

/** What every carrier between a page and its node must do. */
export function carrierCompliance(name: string, create: (answer: Answer) => Promise<CarrierWorld>): void {
  describe(`${name} is a Carrier:`, () => {
    let world: CarrierWorld;
    let asked: [string, unknown][];
    let answer: Answer;
    beforeEach(async () => {
      asked = [];
      answer = async () => ok(null);
      world = await create((call, input) => {
        asked.push([call, input]);
        return answer(call, input);
      });
    });
    afterEach(() => world.close());

    it('a call comes with its name and input, and is answered with what the node says', async () => {
      answer = async () => ok({ json: '{"a": [1, "ü", null]}' });
      const input = { hash: 'f'.repeat(64) };
      expect(await world.carrier.call('log.raw', input)).toEqual(ok({ json: '{"a": [1, "ü", null]}' }));
      expect(asked).toEqual([['log.raw', input]]);
    });

    it('a refusal comes with its code and its words', async () => {
      answer = async () => fail('not-found', asWritten('There is no such receipt.'));
      expect(await world.carrier.call('log.raw', {})).toEqual(
        fail('not-found', asWritten('There is no such receipt.')),
      );
    });

    it('what is asked at once is answered each by its own answer, in whatever order', async () => {
      const waiting: (() => void)[] = [];
      answer = (_name, input) => new Promise((resolve) => waiting.push(() => resolve(ok(input))));
      const answers = [1, 2, 3].map((at) => world.carrier.call('log.raw', { at }));
      await pollUntil(
        () => waiting.length,
        (count) => count === 3,
      );
      for (const settle of waiting.reverse()) settle();
      expect(await Promise.all(answers)).toEqual([1, 2, 3].map((at) => ok({ at })));
    });

    it('pushes come to all who listen, in order, and to nobody who has stopped', async () => {
      const [one, other]: [unknown[], unknown[]] = [[], []];
      const stop = world.carrier.onPush((push) => one.push(push));
      world.carrier.onPush((push) => other.push(push));
      // Answered: from now on the node knows of the page.
      await world.carrier.call('state.snapshot', {});
      for (const version of [1, 2]) world.push({ ...NEWS, version });
      await pollUntil(
        () => other.length,
        (count) => count === 2,
      );
      stop();
      world.push({ ...NEWS, version: 3 });
      await pollUntil(
        () => other.length,
        (count) => count === 3,
      );
      expect(one).toEqual([
        { ...NEWS, version: 1 },
        { ...NEWS, version: 2 },
      ]);
      expect(other.at(-1)).toEqual({ ...NEWS, version: 3 });
    });

    it('a client on it takes what fits the contract, and says so of what does not', async () => {
      const client = checkedClient(world.carrier);
      answer = async () => ok({ json: '{}' });
      expect(await client.call('log.raw', { hash: 'f'.repeat(64) })).toEqual(ok({ json: '{}' }));
      answer = async () => ok({ html: '<b>' });
      expect(await client.call('log.raw', { hash: 'f'.repeat(64) })).toMatchObject({
        ok: false,
        error: { code: 'internal' },
      });
    });
  });
}
