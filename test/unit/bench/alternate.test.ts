import { expect, test } from 'vitest';
import { alternate } from '../../bench/frame/alternate.ts';
import { FORMER, NOW } from '../../bench/frame/line.ts';

function sides() {
  const order: string[] = [];
  const side = (name: string) => async () => {
    order.push(name);
    return { value: order.length };
  };
  return { order, sides: { now: side('now'), former: side('former'), references: { bare: side('bare') } } };
}
const say = () => undefined;

test('sides are measured in turn, and each round begins with another one', async () => {
  const { order, sides: all } = sides();
  const readings = await alternate(all, { count: 3, ofFormer: 3, say });
  expect(order.join(' ')).toBe('now former bare former bare now bare now former');
  expect(readings[NOW]).toEqual([{ value: 1 }, { value: 6 }, { value: 8 }]);
});

test('a former build that cannot run a line, or is not wanted, is left out', async () => {
  const first = sides();
  const without = await alternate(first.sides, { count: 1, ofFormer: 0, say });
  const second = sides();
  const unable = { ...second.sides, former: 'it has no such command' };
  const readings = await alternate(unable, { count: 1, ofFormer: 1, say });
  expect([without, readings].map((one) => Object.keys(one))).toEqual([
    [NOW, 'bare'],
    [NOW, 'bare'],
  ]);
  expect(FORMER in readings).toBe(false);
});

test('a former build whose readings take minutes is measured in the first rounds alone', async () => {
  const { order, sides: all } = sides();
  const readings = await alternate(all, { count: 3, ofFormer: 1, say });
  expect(order.join(' ')).toBe('now former bare bare now bare now');
  expect(Object.values(readings).map((list) => list.length)).toEqual([3, 1, 3]);
});
