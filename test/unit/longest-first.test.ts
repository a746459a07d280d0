import { existsSync } from 'node:fs';
import { expect, it } from 'vitest';
import { LONGEST } from '../support/longest-first.ts';

it('names files that are there', () => {
  const missing = LONGEST.filter((name) => !existsSync(new URL(`../${name}.test.ts`, import.meta.url)));
  expect(missing).toEqual([]);
});
