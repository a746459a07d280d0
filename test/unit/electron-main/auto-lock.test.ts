import { EventEmitter } from 'node:events';
import { expect, test } from 'vitest';
import { INITIAL_SLICES } from '#shared/contract/domain/initial-slices.ts';
import type { Settings } from '#shared/contract/domain/settings.ts';
import type { Me, Snapshot } from '#shared/contract/domain/snapshot.ts';
import { AutoLock } from '../../../electron/main/lifecycle/auto-lock.ts';

const ME: Me = {
  name: 'alice',
  did: 'did:key:alice',
  fingerprint: '',
  addresses: [],
  ipv6: 'none',
  keyProtection: 'passphrase',
  createdAtMs: 0,
};

function running(settings: Partial<Settings>, change: Partial<Snapshot> = {}): Snapshot {
  const chosen = { ...INITIAL_SLICES.settings, ...settings };
  const known = { ...INITIAL_SLICES, phase: 'running' as const, me: ME, settings: chosen };
  return { ...known, instance: 'one', version: 1, atMs: 0, ...change };
}

function watched(node: Snapshot) {
  const power = Object.assign(new EventEmitter(), { idle: 0, getSystemIdleTime: () => power.idle });
  const did: string[] = [];
  const autoLock = new AutoLock({
    power,
    node: () => node,
    lock: () => did.push('lock'),
    redial: () => did.push('redial'),
  });
  const after = (...seconds: number[]): string[] => {
    for (const idle of seconds) {
      power.idle = idle;
      autoLock.look();
    }
    return did;
  };
  return { power, did, after };
}

test('locks after so long without anybody, if that was chosen', () => {
  expect(watched(running({ lockAfterMinutes: 5 })).after(0, 299)).toEqual([]);
  expect(watched(running({ lockAfterMinutes: 5 })).after(300)).toEqual(['lock']);
  expect(watched(running({})).after(100_000)).toEqual([]);
});

test('leaves a key alone that opens by itself, or is locked', () => {
  const keychain = { me: { ...ME, keyProtection: 'keychain' as const } };
  for (const change of [keychain, { phase: 'locked' as const }, { me: null }]) {
    const { power, did, after } = watched(running({ lockAfterMinutes: 5, lockOnSuspend: true }, change));
    power.emit('suspend');
    expect(after(1_000)).toEqual([]);
    expect(did).toEqual([]);
  }
});

test('a sleep is told twice, and is one: locked once, and reached out once', () => {
  const { power, did } = watched(running({ lockOnSuspend: true }));
  const sleep = (): void => {
    for (const event of ['suspend', 'suspend', 'resume', 'resume']) power.emit(event);
  };
  sleep();
  expect(did).toEqual(['lock', 'redial']);
  sleep();
  expect(did).toEqual(['lock', 'redial', 'lock', 'redial']);
  const open = watched(running({}));
  for (const event of ['suspend', 'suspend', 'resume', 'resume']) open.power.emit(event);
  expect(open.did).toEqual(['redial']);
});
