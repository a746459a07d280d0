import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { MenuItemConstructorOptions } from 'electron';
import { expect, test } from 'vitest';
import { INITIAL_SLICES } from '#shared/contract/domain/initial-slices.ts';
import type { Me, Snapshot } from '#shared/contract/domain/snapshot.ts';
import { says } from '#shared/protocol/saying.ts';
import { speaking } from '#shared/words/language.ts';
import { NodeTray } from '../../../electron/main/tray/node-tray.ts';
import { trayImageFile } from '../../../electron/main/tray/tray-images.ts';
import { trayMenu } from '../../../electron/main/tray/tray-menu.ts';
import { badgeCount, type TrayState, trayState } from '../../../electron/main/tray/tray-state.ts';
import { sampleFork } from '../../support/sample-forks.ts';
import { NOW_MS, samplePeer } from '../../support/sample-states.ts';

const HOUR_MS = 3_600_000;
const ME: Me = {
  name: 'alice',
  did: 'did:key:alice',
  fingerprint: '',
  addresses: ['/ip4/192.168.1.5/tcp/4001'],
  ipv6: 'none',
  keyProtection: 'passphrase',
  createdAtMs: 0,
};

function node(change: Partial<Snapshot> = {}): Snapshot {
  const running = { ...INITIAL_SLICES, phase: 'running' as const, me: ME };
  return { ...running, instance: 'one', version: 1, atMs: NOW_MS, ...change };
}

const bob = samplePeer();
const carol = samplePeer({ did: 'did:key:carol', name: 'carol', order: 2 });
const away = samplePeer({ link: { state: 'offline' }, lastSeenAtMs: NOW_MS - 3 * HOUR_MS });
const refusing = samplePeer({
  did: 'did:key:carol',
  name: 'carol',
  link: { state: 'refused', reason: says('error.host.nodeEnded') },
});

function said(change: Partial<Snapshot>): [TrayState['icon'], string] {
  const { icon, sentence } = trayState(node(change), NOW_MS, false);
  return [icon, sentence];
}

test('the tray shows the worst peer’s state, and says it as the dashboard does', () => {
  expect(said({ peers: [bob, carol] })).toEqual(['ok', '2 of 2 peers in sync']);
  expect(said({ peers: [carol, away] })).toEqual(['waiting', 'bob: Offline, last seen 3 h ago.']);
  expect(said({ peers: [away, refusing] })[0]).toBe('stop');
  expect(said({ peers: [away, refusing] })[1]).toMatch(/^carol: Refused: /);
  const sending = samplePeer({ sending: { done: 3, total: 12, bytesDone: 0, bytesTotal: 0 } });
  expect(said({ peers: [sending, carol] })[0]).toBe('moving');
  expect(said({ peers: [samplePeer({ clockAheadMs: 5 * HOUR_MS })] })[0]).toBe('waiting');
});

test('of what concerns this computer the tray names no peer', () => {
  expect(said({ peers: [bob], online: false })).toEqual(['waiting', 'You are offline on purpose']);
  expect(said({ peers: [away], network: false })).toEqual(['waiting', 'This computer has no network']);
  expect(said({})).toEqual(['waiting', 'No peers yet']);
  expect(said({ phase: 'locked', peers: [away] })[1]).toMatch(/^Your key is locked/);
  const problem = { code: 'store-full', message: '', says: says('error.host.nodeEnded') };
  expect(said({ peers: [bob], problem })).toEqual(['stop', 'The disk is full']);
});

test('no name can write a line of its own into a menu', () => {
  const [, sentence] = said({ peers: [samplePeer({ ...away, name: 'bob\nQuit\u202e' })] });
  expect(sentence).not.toMatch(/[\n\u202e]/);
});

test('counts votes, forks and messages that wait, and for the dock what was not read', () => {
  const busy = node({
    proposalCounts: { ...INITIAL_SLICES.proposalCounts, mine: 2 },
    queue: { waiting: 5, oldestAtMs: 0, waitingFor: ['did:key:bob'] },
    forks: { proposals: [sampleFork(), sampleFork({ state: 'over' })], offers: [], twice: [] },
    threads: [
      { id: 'did:key:bob', last: null, unread: 4, waiting: 5 } as unknown as Snapshot['threads'][number],
    ],
  });
  expect(trayState(busy, NOW_MS, false)).toMatchObject({ votes: 2, forks: 1, messages: 5 });
  expect(badgeCount(busy)).toBe(7);
  expect(badgeCount({ ...busy, phase: 'locked' })).toBe(0);
});

const STATE: TrayState = {
  icon: 'ok',
  sentence: '2 of 2 peers in sync',
  votes: 2,
  forks: 1,
  messages: 1,
  isDemo: false,
  isRunning: true,
  isOnline: true,
  isBraked: false,
  protection: 'passphrase',
};

function menuOf(state: TrayState) {
  const done: string[] = [];
  const items = trayMenu(state, {
    open: (hash) => done.push(`open ${hash}`),
    openDemo: () => done.push('demo'),
    setOnline: (online) => done.push(`online ${online}`),
    syncNow: () => done.push('sync'),
    setBraked: (braked) => done.push(`braked ${braked}`),
    lock: () => done.push('lock'),
    quit: () => done.push('quit'),
  });
  const click = (item: MenuItemConstructorOptions) => (item.click as (() => void) | undefined)?.();
  const lines = items.filter(({ type }) => type !== 'separator');
  return { done, lines, labels: lines.map(({ label }) => label), clickAll: () => lines.forEach(click) };
}

test('the tray’s menu says why and what waits, and each line does what it says', () => {
  const { done, labels, clickAll } = menuOf(STATE);
  expect(labels).toEqual([
    '2 of 2 peers in sync',
    '2 votes wait',
    '1 fork asks you along',
    '1 message waits',
    'Open GhostStack',
    'Go offline',
    'Sync now',
    'Stop the agent',
    'Lock now',
    'Quit GhostStack',
  ]);
  clickAll();
  expect(done).toEqual([
    'open #/governance',
    'open #/settings/cells',
    'open #/undelivered',
    'open ',
    'online false',
    'sync',
    'braked true',
    'lock',
    'quit',
  ]);
});

test('what cannot be done now is dim, and a key that opens by itself leads to where that is explained', () => {
  const locked = menuOf({ ...STATE, isRunning: false, protection: null, votes: 0, forks: 0, messages: 0 });
  expect(locked.lines.filter(({ enabled }) => enabled === false).map(({ label }) => label)).toEqual([
    '2 of 2 peers in sync',
    'Go offline',
    'Sync now',
    'Stop the agent',
    'Lock now',
  ]);
  const offline = menuOf({
    ...STATE,
    isOnline: false,
    protection: 'keychain',
    votes: 0,
    forks: 0,
    messages: 0,
  });
  expect(offline.labels).toContain('Go online');
  offline.clickAll();
  expect(offline.done).toEqual(['open ', 'online true', 'sync', 'braked true', 'open #/settings', 'quit']);
});

test('there is a picture for every state on every system, in a form of its own on macOS', () => {
  const folder = join(import.meta.dirname, '../../../resources/icons/tray');
  for (const icon of ['ok', 'moving', 'waiting', 'stop'] as const) {
    for (const platform of ['linux', 'win32', 'darwin'] as const) {
      const file = trayImageFile(icon, platform);
      expect(existsSync(join(folder, file)), file).toBe(true);
      expect(existsSync(join(folder, file.replace('.png', '@2x.png'))), file).toBe(true);
    }
    expect(trayImageFile(icon, 'darwin')).toMatch(/Template\.png$/);
  }
});

class NotedTray {
  static made: NotedTray[] = [];
  said: string[] = [];
  isGone = false;
  constructor() {
    NotedTray.made.push(this);
  }
  on(): void {}
  setImage(): void {}
  setToolTip(text: string): void {
    this.said.push(text);
  }
  setContextMenu(): void {}
  destroy(): void {
    this.isGone = true;
  }
}

test('no tray is made without a place for it, one when it comes, and another for the next place', () => {
  NotedTray.made = [];
  const noop = (): void => {};
  const tray = new NodeTray({
    Tray: NotedTray as never,
    Menu: { buildFromTemplate: () => null } as never,
    image: () => null as never,
    actions: {
      open: noop,
      openDemo: noop,
      setOnline: noop,
      syncNow: noop,
      setBraked: noop,
      lock: noop,
      quit: noop,
    },
  });
  tray.show(STATE);
  tray.setPlace(false);
  expect(NotedTray.made).toHaveLength(0);
  tray.setPlace(true);
  tray.show(STATE);
  expect(NotedTray.made.map(({ said }) => said)).toEqual([['GhostStack\n2 of 2 peers in sync']]);
  speaking('de', () => tray.show(STATE));
  expect(NotedTray.made[0]?.said).toHaveLength(2);
  tray.setPlace(false);
  tray.setPlace(true);
  expect(NotedTray.made.map(({ isGone }) => isGone)).toEqual([true, false]);
});

test('the tray says that a demo is open, and leads to it, with a node of one’s own and without', () => {
  const both = trayState(node({ peers: [bob] }), NOW_MS, true);
  expect(both).toMatchObject({ sentence: '1 of 1 peer in sync', isDemo: true });
  const { labels, lines, done } = menuOf(both);
  expect(labels.slice(0, 3)).toEqual([
    '1 of 1 peer in sync',
    'Demo: a cell to try is open',
    'Open GhostStack',
  ]);
  const click = lines[1]?.click as (() => void) | undefined;
  click?.();
  expect(done).toEqual(['demo']);
  expect(trayState(null, NOW_MS, true)).toMatchObject({ icon: 'waiting', isDemo: true, isRunning: false });
});
