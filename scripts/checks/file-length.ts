import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Check } from './check-result.ts';

/** Longer, a file holds more than one idea. */
const LIMIT_LINES = 300;
/** In tests that is a hint: where to split a story is a matter of judgement. */
const TEST_HINT_LINES = 400;

/** Says which files have grown long, and fails for those outside of the tests. */
export const lengthCheck: Check = {
  name: 'file length',
  async run(root) {
    const paths = globSync('{electron,renderer,shared,scripts,test}/**/*.{ts,tsx,css}', { cwd: root });
    const lengths = paths
      .map((path) => ({ path, lines: readFileSync(join(root, path), 'utf8').split('\n').length - 1 }))
      .sort((a, b) => b.lines - a.lines);
    const tooLong = lengths.filter(({ path, lines }) => !isTest(path) && lines > LIMIT_LINES);
    const longTests = lengths.filter(({ path, lines }) => isTest(path) && lines > TEST_HINT_LINES);
    const says = (limit: number) => (file: { path: string; lines: number }) =>
      `${file.path} has ${file.lines} lines: more than ${limit}, split it`;
    return {
      ok: tooLong.length === 0,
      summary: `${paths.length} files, median ${lengths[Math.ceil(lengths.length / 2) - 1]?.lines ?? 0} lines`,
      report: [...tooLong.map(says(LIMIT_LINES)), ...longTests.map(says(TEST_HINT_LINES))].join('\n'),
    };
  },
};

function isTest(path: string): boolean {
  return path.startsWith('test/') || path.startsWith('test\\');
}
