import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { expect, test } from 'vitest';
import { ensureBuilt } from '../../../scripts/build.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

const SCRIPT = join(import.meta.dirname, '../../../scripts/start.ts');

interface Outcome {
  /** What a person reads. */
  readonly said: string;
  /** The link of the dashboard. */
  readonly link: string;
  /** What its browser was told the second time. */
  readonly again: string;
  readonly stderr: string;
  readonly code: number | null;
}

/** Runs `npm start`'s script until the node is ready, then ends it. */
async function startAndEnd(env: Record<string, string>, args: readonly string[]): Promise<Outcome> {
  const {
    DISPLAY,
    WAYLAND_DISPLAY,
    ELECTRON_EXEC_PATH,
    NODE_ENV,
    VITEST,
    npm_lifecycle_event,
    ...inherited
  } = process.env;
  const child = spawn(process.execPath, [SCRIPT, ...args], {
    env: { ...inherited, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let stderr = '';
  child.stderr.on('data', (chunk: Buffer) => {
    stderr += chunk.toString('utf8');
  });
  let said = '';
  for await (const line of createInterface({ input: child.stdout })) {
    said += `${line}\n`;
    if (line.startsWith('Stop with')) break;
  }
  const link = /http:\S+/.exec(said)?.[0] ?? '';
  const opened = await fetch(link, { redirect: 'manual' });
  expect(opened.status).toBe(303);
  const again = await (await fetch(link)).text();
  const exited = once(child, 'exit');
  child.kill('SIGTERM');
  const [code] = (await exited) as [number | null];
  return { said, link, again, stderr, code };
}

test('without a display, npm start says so with a remedy, and serves the dashboard by a one-time link', async () => {
  await ensureBuilt();
  // Only Linux can be without a display.
  if (process.platform !== 'linux') return;
  const home = join(temporaryFolder(), 'my home');
  const { said, link, again, stderr, code } = await startAndEnd({}, ['--home', home]);
  expect(stderr).toContain('No window: There is no display');
  expect(stderr).toContain('xvfb-run -a npm start');
  expect(said).toBe(`This home has no key yet.\nOpen the dashboard, once: ${link}\nStop with Ctrl C.\n`);
  expect(link).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/\?token=[\w-]{43}$/);
  expect(again).toContain(`type: ghoststack dashboard --home '${home}'`);
  expect(code).toBe(0);
  // A bookmark stays good.
  const later = await startAndEnd({ npm_lifecycle_event: 'start' }, ['--home', home]);
  expect(new URL(later.link).host).toBe(new URL(link).host);
  expect(later.again).toContain('type: npx ghoststack dashboard');
});

test('an ELECTRON_EXEC_PATH that does not exist is named', async () => {
  await ensureBuilt();
  const env = { DISPLAY: ':0', ELECTRON_EXEC_PATH: '/no/such/electron' };
  // Waived, so that root gets as far as looking for Electron.
  const args = ['--home', join(temporaryFolder(), 'home'), '--no-sandbox'];
  const { stderr } = await startAndEnd(env, args);
  expect(stderr).toContain('ELECTRON_EXEC_PATH names /no/such/electron, which does not exist.');
});
