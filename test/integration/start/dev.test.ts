import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { expect, test } from 'vitest';

const SCRIPT = join(import.meta.dirname, '../../../scripts/dev.ts');

function develop(env: Record<string, string>, ...args: string[]): { code: number | null; said: string } {
  const { DISPLAY, WAYLAND_DISPLAY, ELECTRON_EXEC_PATH, NODE_ENV, VITEST, ...inherited } = process.env;
  const options = { env: { ...inherited, ...env }, encoding: 'utf8', timeout: 30_000 } as const;
  const { status, stdout, stderr } = spawnSync(process.execPath, [SCRIPT, ...args], options);
  return { code: status, said: stdout + stderr };
}

test('npm run dev says what keeps it from opening a window, and what to do', () => {
  // Waived, so that root gets as far as looking for Electron.
  const { code, said } = develop({ DISPLAY: ':0', ELECTRON_EXEC_PATH: '/no/such/electron' }, '--no-sandbox');
  expect(said).toBe(
    'No window: ELECTRON_EXEC_PATH names /no/such/electron, which does not exist.\n' +
      '  To get one: unset ELECTRON_EXEC_PATH && npm run dev\n',
  );
  expect(code).toBe(1);
  // Only Linux can be without a display.
  if (process.platform !== 'linux') return;
  expect(develop({}).said).toContain('xvfb-run -a npm run dev');
});
