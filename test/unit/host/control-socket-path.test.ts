import { chmodSync, mkdirSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import {
  controlSocketPaths,
  controlSocketsToAsk,
  controlSocketToListen,
} from '../../../electron/host/control-socket-path.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { expectCode } from '../../support/throws-code.ts';

/** A home whose path is too long for a socket in it, and a folder for sockets. */
function longHome(): { home: string; runtime: string; env: { XDG_RUNTIME_DIR: string } } {
  const folder = temporaryFolder();
  const home = join(folder, 'h'.repeat(100));
  const runtime = join(folder, 'run');
  mkdirSync(home, { mode: 0o700 });
  mkdirSync(runtime, { mode: 0o700 });
  return { home, runtime, env: { XDG_RUNTIME_DIR: runtime } };
}

test('the socket of a home is in it, if its path is short enough', () => {
  const home = temporaryFolder();
  expect(controlSocketPaths(home)).toEqual([join(home, 'control.sock')]);
  expect(controlSocketToListen(home)).toBe(join(home, 'control.sock'));
  chmodSync(home, 0o755);
  expect(expectCode('forbidden', () => controlSocketToListen(home))).toContain('chmod 700');
});

test('else it has a name by hash in the folder of the session, which is made for this user alone', () => {
  const { home, runtime, env } = longHome();
  const path = controlSocketToListen(home, env);
  expect(path).toMatch(new RegExp(`^${runtime}/ghoststack/[0-9a-f]{24}\\.sock$`));
  expect(statSync(join(runtime, 'ghoststack')).mode & 0o777).toBe(0o700);
  expect(controlSocketsToAsk(home, env)).toEqual([]);
  writeFileSync(path, '');
  expect(controlSocketsToAsk(home, env)).toEqual([path]);
});

test('one home has one socket, by whatever path it is named, and two have two', () => {
  const { home, env } = longHome();
  const other = longHome();
  symlinkSync(home, join(home, '..', 'l'.repeat(100)));
  expect(controlSocketPaths(join(home, '..', 'l'.repeat(100)), env)).toEqual(controlSocketPaths(home, env));
  expect(controlSocketPaths(other.home, env)[0]).not.toBe(controlSocketPaths(home, env)[0]);
});

test('a session that is not told of is looked for where systems have it', () => {
  const { home, env } = longHome();
  expect(controlSocketPaths(home, env).slice(1)).toEqual(controlSocketPaths(home, {}));
  expect(controlSocketPaths(home, { XDG_RUNTIME_DIR: 'relative' })).toEqual(controlSocketPaths(home, {}));
});

test('a folder that others can enter or replace is not used, neither to listen nor to ask', () => {
  const { home, runtime, env } = longHome();
  const path = controlSocketToListen(home, env);
  writeFileSync(path, '');
  const folder = join(runtime, 'ghoststack');
  for (const [wide, mode] of [
    [folder, 0o755],
    [folder, 0o710],
    [runtime, 0o777],
  ] as const) {
    chmodSync(wide, mode);
    expect(expectCode('forbidden', () => controlSocketToListen(home, env))).toContain(wide);
    expect(expectCode('forbidden', () => controlSocketsToAsk(home, env))).toContain(wide);
    chmodSync(wide, 0o700);
  }
});

test('a link in place of the folder is not followed', () => {
  const { home, runtime, env } = longHome();
  const elsewhere = temporaryFolder();
  symlinkSync(elsewhere, join(runtime, 'ghoststack'));
  expectCode('forbidden', () => controlSocketToListen(home, env));
});

test('no home, no socket', () => {
  expect(controlSocketsToAsk(join(temporaryFolder(), 'none'))).toEqual([]);
});
