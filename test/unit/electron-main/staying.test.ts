import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test, vi } from 'vitest';
import { INITIAL_SLICES } from '#shared/contract/domain/initial-slices.ts';
import type { Phase, Snapshot } from '#shared/contract/domain/snapshot.ts';
import { autostartEntry, execLine, startedBy } from '../../../electron/main/lifecycle/autostart-entry.ts';
import { whatWaits } from '../../../electron/main/lifecycle/leaving.ts';
import {
  entryAtLogin,
  isHiddenStart,
  ownCommand,
  startAtLogin,
} from '../../../electron/main/lifecycle/start-at-login.ts';
import { WayBack } from '../../../electron/main/tray/way-back.ts';
import { closingDoes } from '../../../electron/main/window/closing.ts';
import { samplePeer } from '../../support/sample-states.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

function node(phase: Phase, keepRunning = true): Snapshot {
  const { settings } = INITIAL_SLICES;
  return {
    ...INITIAL_SLICES,
    settings: { ...settings, keepRunning },
    phase,
    instance: 'one',
    version: 1,
    atMs: 0,
  };
}

test('a node that works goes on when its window is closed, and the way back stays in sight', () => {
  const closing = (phase: Phase, hasPlace: boolean, keepRunning = true) =>
    closingDoes({ isQuitting: false, node: node(phase, keepRunning), hasPlace });
  expect(closing('running', true)).toBe('hide');
  expect(closing('running', false)).toBe('minimise');
  expect(closing('locked', true)).toBe('hide');
  for (const phase of ['setup', 'starting', 'failed'] as const) expect(closing(phase, true)).toBe('quit');
  expect(closing('running', true, false)).toBe('quit');
  expect(closingDoes({ isQuitting: false, node: null, hasPlace: true })).toBe('quit');
  expect(closingDoes({ isQuitting: true, node: node('running'), hasPlace: true })).toBe('close');
});

test('who quits is told for whom messages wait', () => {
  const waiting = (n: number, ...waitingFor: string[]) =>
    whatWaits({
      ...node('running'),
      peers: [samplePeer()],
      queue: { waiting: n, oldestAtMs: 0, waitingFor },
    });
  expect(waiting(0)).toBeNull();
  expect(waiting(5, 'did:key:bob')).toBe(
    '5 messages wait for bob. They stay here and go out when GhostStack runs again.',
  );
  expect(waiting(2, 'did:key:bob', 'broadcast')).toMatch(/^2 messages wait for bob and everyone\. /);
});

test('a hidden window without a place for its icon stands in the bar of windows, after a while', () => {
  vi.useFakeTimers();
  try {
    let minimised = 0;
    let isHidden = true;
    const back = new WayBack({ isHidden: () => isHidden, minimise: () => (minimised += 1) });
    back.setPlace(false);
    vi.advanceTimersByTime(4_000);
    // A panel that is started anew.
    back.setPlace(true);
    vi.advanceTimersByTime(60_000);
    expect([minimised, back.hasPlace]).toEqual([0, true]);
    back.setPlace(false);
    vi.advanceTimersByTime(5_000);
    expect(minimised).toBe(1);
    isHidden = false;
    back.setPlace(false);
    vi.advanceTimersByTime(5_000);
    expect(minimised).toBe(1);
  } finally {
    vi.useRealTimers();
  }
});

test('nor is it forgotten where the node is slower than the panel was waited for; and it is put there once', () => {
  vi.useFakeTimers();
  try {
    let minimised = 0;
    let isHidden = false;
    const back = new WayBack({ isHidden: () => isHidden, minimise: () => (minimised += 1) });
    back.setPlace(false);
    back.look();
    vi.advanceTimersByTime(30_000);
    expect(minimised).toBe(0);
    isHidden = true;
    back.look();
    back.look();
    expect(minimised).toBe(1);
    back.setPlace(true);
    back.look();
    expect(minimised).toBe(1);
  } finally {
    vi.useRealTimers();
  }
});

test('an entry holds any path: quoted, escaped twice, its per cent signs doubled', () => {
  const words = ['/opt/Ghost Stack/app', '--home', '/home/a"b\\c$d`e%f', '--hidden'];
  expect(execLine(words)).toBe(
    '"/opt/Ghost Stack/app" "--home" "/home/a\\\\"b\\\\\\\\c\\\\$d\\\\`e%%f" "--hidden"',
  );
  expect(startedBy(autostartEntry('GhostStack', words))).toBe(execLine(words));
  expect(() => execLine(['/home/a\nExec=evil'])).toThrow('line break');
});

test('an entry that was switched off elsewhere starts nothing', () => {
  const entry = autostartEntry('GhostStack', ['/opt/app']);
  expect(startedBy(`${entry}Hidden=true\n`)).toBeNull();
  expect(startedBy(entry.replace('enabled=true', 'enabled=false'))).toBeNull();
  expect(startedBy(`[Desktop Action x]\nExec=other\n${entry}`)).toBe('"/opt/app"');
  expect(startedBy('')).toBeNull();
});

test('the setting shows what is on disk, also what others wrote there', () => {
  const folder = join(temporaryFolder(), 'autostart');
  const login = entryAtLogin(folder, 'ghoststack', ['/opt/app', '--hidden']);
  expect(login.read()).toEqual({ startsAtLogin: 'no', command: null });
  login.set(true);
  expect(login.read()).toEqual({ startsAtLogin: 'yes', command: null });
  const path = join(folder, 'ghoststack.desktop');
  writeFileSync(path, readFileSync(path, 'utf8').replace('/opt/app', '/home/old.AppImage'));
  expect(login.read()).toEqual({ startsAtLogin: 'other', command: '"/home/old.AppImage" "--hidden"' });
  login.set(true);
  expect(login.read().startsAtLogin).toBe('yes');
  login.set(false);
  login.set(false);
  expect(login.read().startsAtLogin).toBe('no');
  // Where nothing can be written it says so.
  mkdirSync(dirname(join(folder, 'x')), { recursive: true });
  writeFileSync(join(folder, 'file'), '');
  expect(() => entryAtLogin(join(folder, 'file'), 'ghoststack', []).set(true)).toThrow();
});

test('Windows and macOS keep the item themselves, and each system starts what it can start again', () => {
  const kept: unknown[] = [];
  const app = {
    getPath: () => '',
    getLoginItemSettings: () => ({ openAtLogin: true, wasOpenedAtLogin: true }),
    setLoginItemSettings: (item: unknown) => kept.push(item),
  } as never;
  const command = ['C:\\app.exe', '--home', 'D:\\x'];
  const windows = startAtLogin({ platform: 'win32', app, command, name: 'ghoststack' });
  windows.set(true);
  expect(kept).toEqual([{ path: 'C:\\app.exe', args: ['--home', 'D:\\x', '--hidden'], openAtLogin: true }]);
  expect(windows.read()).toEqual({ startsAtLogin: 'yes', command: null });
  expect(isHiddenStart([], 'darwin', app)).toBe(true);
  expect(isHiddenStart([], 'linux', app)).toBe(false);
  expect(isHiddenStart(['app', '--hidden'], 'linux', app)).toBe(true);

  const started = { execPath: '/opt/app', appImage: undefined, appFolder: null, home: null };
  expect(ownCommand(started)).toEqual(['/opt/app']);
  expect(ownCommand({ ...started, appImage: '/home/a.AppImage', home: '/b' })).toEqual([
    '/home/a.AppImage',
    '--home',
    '/b',
  ]);
  expect(ownCommand({ ...started, appFolder: '/src' })).toEqual(['/opt/app', '/src']);
});
