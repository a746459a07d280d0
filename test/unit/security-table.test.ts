// docs/security.md names for each of its rows a test that is there and speaks of it.
import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { expect, test } from 'vitest';

const ROOT = resolve(import.meta.dirname, '../..');
const read = (path: string) => readFileSync(join(ROOT, path), 'utf8');

const ROWS = [...read('docs/security.md').matchAll(/^\| (\d+) \| (.+) \| (.+) \| (.+) \|$/gm)].map(
  ([, number, item = '', how = '', tests = '']) => ({
    number: Number(number),
    item,
    how,
    tests: [...tests.matchAll(/`([^`]+)`/g)].map(([, path]) => path ?? ''),
  }),
);

test('has 33 rows, each with an item, how, and tests that exist', () => {
  expect(ROWS.map(({ number }) => number)).toEqual(Array.from({ length: 33 }, (_, at) => at + 1));
  for (const { number, item, how, tests } of ROWS) {
    expect(item.length * how.length, `row ${number}`).toBeGreaterThan(0);
    expect(tests.length, `row ${number}`).toBeGreaterThan(0);
    for (const path of tests) {
      expect(path, `row ${number}`).toMatch(/^test\/.+\.test\.ts$/);
      expect(existsSync(join(ROOT, path)), `row ${number}: ${path}`).toBe(true);
    }
  }
});

/** Stems of the longer words: `limits` and `limited` are one. */
function stems(text: string): string[] {
  return [...new Set((text.toLowerCase().match(/[a-z]{4,}/g) ?? []).map((word) => word.slice(0, 5)))];
}

/** Words that stand in a test of something else say nothing. */
const ANYWHERE = new Set(
  stems(read('test/unit/round-half-even.test.ts') + read('test/unit/words/formats.test.ts')),
);

test('names tests that speak of what the row says', () => {
  for (const { number, item, how, tests } of ROWS) {
    const said = stems(`${item} ${how}`).filter((stem) => !ANYWHERE.has(stem));
    for (const path of tests) {
      const text = read(path);
      expect(text, `row ${number}: ${path}`).toMatch(/\b(?:test|it)(?:\.each)?\(/);
      const inTest = new Set(stems(text));
      expect(
        said.filter((stem) => inTest.has(stem)),
        `row ${number}: ${path}`,
      ).not.toEqual([]);
    }
  }
});

test('has a test for every point of Electron’s checklist', () => {
  const checklist = read('test/e2e/security-checklist.test.ts');
  for (let point = 1; point <= 20; point += 1) {
    expect(checklist).toMatch(new RegExp(`(?:test|describe)\\('${point}\\. `));
  }
});
