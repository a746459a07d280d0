import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { expect, it } from 'vitest';
import { lengthCheck } from '../../scripts/checks/file-length.ts';

/** What the check says of files with these numbers of lines. */
async function check(files: Record<string, number>): Promise<{ ok: boolean; report: string }> {
  const root = mkdtempSync(join(tmpdir(), 'ghoststack-length-'));
  try {
    for (const [path, lines] of Object.entries(files)) {
      mkdirSync(dirname(join(root, path)), { recursive: true });
      writeFileSync(join(root, path), '// a line\n'.repeat(lines));
    }
    const { ok, report = '' } = await lengthCheck.run(root);
    return { ok, report };
  } finally {
    rmSync(root, { recursive: true });
  }
}

it('npm run check fails for a file of more than 300 lines, and names it', async () => {
  expect(await check({ 'electron/node/long.ts': 301, 'shared/short.ts': 300 })).toEqual({
    ok: false,
    report: 'electron/node/long.ts has 301 lines: more than 300, split it',
  });
});

it('it only hints at a test of more than 400 lines', async () => {
  expect(await check({ 'test/unit/long.test.ts': 401, 'test/unit/short.test.ts': 400 })).toEqual({
    ok: true,
    report: 'test/unit/long.test.ts has 401 lines: more than 400, split it',
  });
});
