import { globSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { expect, it } from 'vitest';
import { WITH_OWN_WORKER } from '../support/shared-workers.ts';

const PROJECT = resolve(import.meta.dirname, '../..');
const SAYS_WHAT_IS_LOADED = /\bvi\.(mock|doMock|hoisted)\(/;
const MOVES_TO_ANOTHER_ZONE = /\bprocess\.env\.TZ = |stubEnv\('TZ'/;

it('gives a worker of their own to those files that say what a module is or move to another time zone, and to no others', () => {
  const saying = globSync('test/{unit,property}/**/*.test.ts', { cwd: PROJECT }).filter((path) => {
    const text = readFileSync(resolve(PROJECT, path), 'utf8');
    return SAYS_WHAT_IS_LOADED.test(text) || MOVES_TO_ANOTHER_ZONE.test(text);
  });
  expect(saying.map((path) => path.replaceAll('\\', '/')).sort()).toEqual([...WITH_OWN_WORKER].sort());
});
