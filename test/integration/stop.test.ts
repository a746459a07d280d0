import { execFile } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, onTestFinished, test } from 'vitest';
import { openHome } from '../../electron/node/root/home.ts';
import { PROJECT_FOLDER } from '../support/electron-runtime.ts';
import { ghoststack, startHeadlessBy } from '../support/headless-node.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const COMMAND = join(PROJECT_FOLDER, 'out/headless/cli.js');

/** As in a shell of that environment. */
async function stop(home: string, env: Record<string, string>): Promise<unknown> {
  const { TMPDIR: _, XDG_RUNTIME_DIR: __, ...rest } = process.env;
  const { stdout } = await promisify(execFile)(
    process.execPath,
    [COMMAND, 'stop', '--home', home, '--json'],
    { env: { ...rest, ...env } },
  );
  return JSON.parse(stdout);
}

test('`stop` finds the node, whatever folders the environment of the two names', async () => {
  const folder = temporaryFolder();
  const [runtime, scratch] = ['runtime', 'scratch'].map((name) => join(folder, name)) as [string, string];
  for (const each of [runtime, scratch]) mkdirSync(each, { mode: 0o700 });
  const environments = [{}, { TMPDIR: scratch }, { XDG_RUNTIME_DIR: runtime }, { XDG_RUNTIME_DIR: scratch }];
  // A socket has room in the one, and in the other none.
  for (const home of [join(folder, 'short'), join(folder, 'h'.repeat(100))]) {
    const key = ['--home', home, '--key-file', join(folder, 'key')];
    await ghoststack('init', '--name', 'alice', ...key);
    for (const env of [{ TMPDIR: scratch }, { XDG_RUNTIME_DIR: runtime }]) {
      for (const other of environments) {
        const words = Object.entries(env).map(([name, value]) => `${name}=${value}`);
        const node = await startHeadlessBy(
          (program, ...args) => [
            'env',
            ['-u', 'TMPDIR', '-u', 'XDG_RUNTIME_DIR', ...words, program, ...args],
          ],
          ...key,
          ...['--listen', '127.0.0.1:0', '--no-mdns'],
        );
        onTestFinished(() => node.stop());
        expect(await stop(home, other), JSON.stringify([env, other])).toEqual({ stopped: true });
        await node.stop();
      }
    }
    expect(await stop(home, {})).toEqual({ stopped: false });
  }
});

test('`stop` says who holds a home in which no node answers', async () => {
  const home = openHome(join(temporaryFolder(), 'home'), 0, 'window');
  onTestFinished(() => home.release());
  await expect(stop(home.path, {})).rejects.toThrow(/a window, process \d+/);
});
