// The headless command as npm installs it: packed, installed with no registry, and used by two members.
import { execFile } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { packCommand } from '../../scripts/package/pack-command.ts';
import { PROJECT_FOLDER } from '../support/electron-runtime.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const run = promisify(execFile);

test('npm pack gives the command alone, which installs without a registry and runs', async () => {
  const folder = temporaryFolder();
  const tarball = await packCommand({
    projectFolder: PROJECT_FOLDER,
    stageFolder: join(folder, 'stage'),
    outputFolder: join(folder, 'packed'),
  });
  const { stdout: list } = await run('tar', ['-tzf', tarball]);
  expect(list).toMatch(/^package\/out\/headless\/cli\.js$/m);
  expect(list).toMatch(/^package\/node_modules\/better-sqlite3\/prebuilds\/darwin-arm64\.node$/m);
  expect(list).not.toMatch(/node_modules\/electron|out\/(?:main|preload)|\.ts$/m);

  const place = join(folder, 'place');
  await run('npm', ['install', '--offline', '--no-audit', '--no-fund', '--prefix', place, tarball], {
    env: { ...process.env, npm_config_cache: join(folder, 'no-cache') },
  });
  const installed = JSON.parse(readFileSync(join(place, 'package-lock.json'), 'utf8')) as {
    packages: Record<string, unknown>;
  };
  expect(Object.keys(installed.packages).filter((path) => path.includes('electron'))).toEqual([]);

  const command = async (...words: string[]) =>
    (await run(process.execPath, [join(place, 'node_modules/ghoststack/out/headless/cli.js'), ...words]))
      .stdout;
  const { version } = JSON.parse(readFileSync('package.json', 'utf8')) as { version: string };
  expect(await command('--version')).toBe(`${version}\n`);
  const key = ['--key-file', join(folder, 'alice.key')];
  const home = ['--home', join(folder, 'alice')];
  await command('init', ...home, ...key, '--name', 'alice', '--cell', 'Maple Street');
  expect(JSON.parse(await command('status', ...home, '--json'))).toMatchObject({
    name: 'alice',
    running: false,
  });
  expect(await command('log', 'verify', ...home)).toContain('Maple Street');
  // Its check of the database is a thread of its own, which is in the package, too.
  const secret = join(folder, 'secret');
  writeFileSync(secret, 'one for the backup\n', { mode: 0o600 });
  const file = join(folder, 'alice.gsbackup');
  expect(await command('backup', ...home, ...key, '--passphrase-file', secret, file)).toContain(
    'found whole',
  );
});
