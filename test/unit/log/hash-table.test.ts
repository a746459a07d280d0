import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { HashTable } from '#shared/protocol/log/hash-table.ts';

const hashOf = (number: number): string => createHash('sha256').update(String(number)).digest('hex');

test('each row has its hash, and each hash its row, also of those that were taken out and put in again', () => {
  const table = new HashTable();
  const rows = 1_500;
  for (let row = 0; row < rows; row += 1) table.add(row, hashOf(row));
  // Twice, since some texts are kept.
  for (let time = 0; time < 2; time += 1)
    for (let row = 0; row < rows; row += 1) {
      expect(table.hash(row)).toBe(hashOf(row));
      expect(table.find(hashOf(row))).toBe(row);
    }
  expect(table.hash(rows - 1)).toBe(hashOf(rows - 1));
  table.removeLast();
  expect(table.find(hashOf(rows - 1))).toBe(-1);
  table.add(rows - 1, hashOf(rows));
  expect(table.hash(rows - 1)).toBe(hashOf(rows));
  expect(table.find(hashOf(rows))).toBe(rows - 1);
});

test('a text that is no hash is not here, whatever it is', () => {
  const table = new HashTable();
  const hash = hashOf(0);
  table.add(0, hash);
  const others = [
    '',
    hash.slice(1),
    `${hash}0`,
    `${hash}\n`,
    hash.toUpperCase(),
    ...['g', ' ', '/', ':', '`', '\u0100', '\u0130', '\ud800'].flatMap((no) => [
      `${hash.slice(0, -1)}${no}`,
      `${hash.slice(0, -2)}${no}0`,
    ]),
  ].filter((text) => text !== hash);
  for (const text of others) expect(table.find(text), JSON.stringify(text)).toBe(-1);
  for (const text of others) expect(() => table.add(1, text)).toThrow('64 digits');
  expect(table.find(hash)).toBe(0);
});
