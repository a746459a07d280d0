import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Check } from './check-result.ts';

const LIMIT_LINES = 400;

/** Says which files have grown long; it never fails: where to split is a matter of judgement. */
export const lengthCheck: Check = {
  name: 'file length',
  async run(root) {
    const paths = globSync('{electron,renderer,shared,scripts,test}/**/*.{ts,tsx,css}', { cwd: root });
    const lengths = paths.map((path) => ({
      path,
      lines: readFileSync(join(root, path), 'utf8').split('\n').length - 1,
    }));
    const sorted = lengths.map(({ lines }) => lines).sort((a, b) => a - b);
    const long = lengths.filter(({ lines }) => lines > LIMIT_LINES).sort((a, b) => b.lines - a.lines);
    return {
      ok: true,
      summary: `${paths.length} files, median ${sorted[Math.floor(sorted.length / 2)] ?? 0} lines`,
      report: long
        .map(({ path, lines }) => `${path} has ${lines} lines: more than ${LIMIT_LINES}, split it`)
        .join('\n'),
    };
  },
};
