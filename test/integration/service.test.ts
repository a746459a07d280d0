// A home's node as a service of its user: with a stand-in for systemctl, and everything else real.
import { execFile } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { WindowHost } from '../../electron/host/window-host.ts';
import { CellHome } from '../support/cell/cell-home.ts';
import { PROJECT_FOLDER } from '../support/electron-runtime.ts';
import { ghoststack } from '../support/headless-node.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const COMMAND = join(PROJECT_FOLDER, 'out/headless/cli.js');

interface Said {
  readonly [key: string]: unknown;
}

test('a service runs the node of an odd path, outlives its kill, is shown by the window, and goes', async () => {
  const folder = temporaryFolder();
  const home = join(folder, `it's 100% "mine" $HOME`);
  const keyFile = join(folder, 'the %h key');
  const config = join(folder, 'config');
  const manager = join(folder, 'manager');
  const bin = join(folder, 'bin');
  for (const path of [config, manager, bin]) mkdirSync(path);
  const systemctl = join(bin, 'systemctl');
  const standIn = join(PROJECT_FOLDER, 'test/support/fake-systemctl.ts');
  writeFileSync(systemctl, `#!/bin/sh\nexec '${process.execPath}' '${standIn}' '${manager}' "$@"\n`);
  chmodSync(systemctl, 0o755);
  const env = { ...process.env, XDG_CONFIG_HOME: config, PATH: `${bin}:/usr/bin:/bin` };
  const service = async (...words: string[]): Promise<Said> => {
    const args = [COMMAND, 'service', ...words, '--home', home, '--json'];
    const { stdout } = await promisify(execFile)(process.execPath, args, { env });
    return JSON.parse(stdout) as Said;
  };
  const install = (...more: string[]) =>
    service(
      'install',
      '--key-file',
      keyFile,
      '--listen',
      '127.0.0.1:0',
      '--no-mdns',
      '--accept-joins',
      ...more,
    );
  const nodePid = (unit: unknown): number =>
    Number(readFileSync(join(manager, `${String(unit)}.pid`), 'utf8'));

  await ghoststack(
    'init',
    '--home',
    home,
    '--name',
    'alice',
    '--cell',
    'Maple Street',
    '--key-file',
    keyFile,
  );
  const bob = new CellHome(folder, 'bob');
  await bob.run('init', '--name', 'bob');
  await expect(service('install')).rejects.toThrow(/nobody to ask/);
  await expect(service('install', '--key-file', join(folder, 'none'))).rejects.toThrow(/key-file/);

  const { unit, path, name } = await install();
  try {
    expect({ name, path }).toEqual({ name: 'alice', path: join(config, 'systemd/user', String(unit)) });
    expect(await service('status')).toMatchObject({ installed: true, active: 'active', enabled: true });
    const text = readFileSync(String(path), 'utf8');
    const secret = readFileSync(keyFile, 'utf8').trim();
    expect(text).not.toContain(secret);
    const pid = nodePid(unit);
    for (const file of ['cmdline', 'environ']) {
      expect(readFileSync(`/proc/${pid}/${file}`, 'utf8')).not.toContain(secret);
    }

    const { code } = (await ghoststack('invite', '--home', home)) as { code: string };
    await bob.start();
    expect(await bob.run('join', code)).toMatchObject({ cell: expect.any(String) });

    process.kill(pid, 'SIGKILL');
    expect(await install()).toMatchObject({ unit, name: 'alice' });
    expect(nodePid(unit)).not.toBe(pid);
    const members = (await ghoststack('members', '--home', home)) as readonly { name: string }[];
    expect(members.map((member) => member.name).sort()).toEqual(['alice', 'bob']);

    const window = new WindowHost({
      workerUrl: new URL('../../out/node/worker.js', import.meta.url),
      config: { home, program: 'window', listen: [], discovery: [] },
      onPush: () => {},
      onStatus: () => {},
    });
    await expect(window.start()).rejects.toThrow(/a node without a window/);
    expect(await window.call('home.attach', {})).toEqual({ ok: true, value: null });
    expect(await window.call('state.snapshot', {})).toMatchObject({ value: { phase: 'running' } });
    await window.stop();
  } finally {
    await bob.stop();
    expect(await service('remove')).toEqual({ unit, removed: true });
  }
  expect(existsSync(String(path))).toBe(false);
  expect(readdirSync(join(config, 'systemd/user/default.target.wants'))).toEqual([]);
  expect(await ghoststack('status', '--home', home)).toMatchObject({ running: false, name: 'alice' });
  expect(await service('remove')).toMatchObject({ removed: false });
  expect(readFileSync(join(manager, 'calls'), 'utf8').split('\n')).toContain(`disable --now ${String(unit)}`);

  // Without systemd, as in a container: nothing is written, and the command to run is told.
  env.PATH = '/nonexistent';
  await expect(install()).rejects.toThrow(/no systemd here.*ghoststack start --home/s);
  expect(existsSync(String(path))).toBe(false);
});
