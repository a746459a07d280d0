import { expect, test } from 'vitest';
import { readOptions } from '../../../scripts/bench/bench-options.ts';
import type { Line } from '../../bench/frame/line.ts';

const LINES = [
  { number: '1', rows: [], sizes: { receipts: { what: 'receipts', usual: 100_000, short: 50 } } },
];
const read = (...args: string[]) => readOptions(args, LINES as unknown as Line[]);

test('names, a size of a line and rounds are read', () => {
  expect(read('history', '--receipts', '2000', '--rounds', '7', '--json', 'x.json')).toMatchObject({
    names: ['history'],
    sizes: { receipts: 2_000 },
    rounds: 7,
    json: 'x.json',
    isShort: false,
    withFormer: true,
  });
});

test('a size that no line has, and one that is no number, are refused', () => {
  expect(() => read('--messages', '5')).toThrow("Unknown option '--messages'");
  expect(() => read('--receipts', '1e400')).toThrow('--receipts takes a whole number from 1 on');
  expect(() => read('--rounds', '0')).toThrow('--rounds takes a whole number from 1 on');
});
