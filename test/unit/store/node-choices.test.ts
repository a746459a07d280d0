import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { DEFAULT_SETTINGS } from '#shared/contract/domain/settings.ts';
import { NodeChoices } from '../../../electron/node/root/node-choices.ts';
import { SettingsStore } from '../../../electron/node/store/settings-store.ts';
import { openStore } from '../../../electron/node/store/store.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

function settingsStore(): SettingsStore {
  const store = openStore({ path: join(temporaryFolder(), 'node.db') });
  onTestFinished(() => store.close());
  return new SettingsStore(store);
}

test('what was stored before there was a choice of language keeps the rest, and speaks as the system does', () => {
  const stored = settingsStore();
  const before = {
    theme: 'dark',
    density: 'compact',
    singleKeys: false,
    libp2pDiscovery: true,
    keepMessages: 'year',
  };
  stored.set('settings', before);
  const all = { ...DEFAULT_SETTINGS, ...before };
  const choices = new NodeChoices(stored);
  expect(choices.settings()).toEqual({ ...all, language: 'system' });
  expect(choices.update({ language: 'de' })).toEqual({ ...all, language: 'de' });
  expect(choices.update({ theme: 'light' })).toEqual({ ...all, theme: 'light', language: 'de' });
});

test('a setting that is none leaves the defaults', () => {
  const stored = settingsStore();
  stored.set('settings', { theme: 'pink', language: 'de' });
  expect(new NodeChoices(stored).settings()).toEqual(DEFAULT_SETTINGS);
});

test('whom older versions muted as a person is muted as a conversation, and nothing else is lost by that', () => {
  const stored = settingsStore();
  const notices = { ...DEFAULT_SETTINGS.notices, showText: true };
  const muted = { thread: 'broadcast', untilMs: 5 };
  stored.set('settings', { theme: 'dark', notices: { ...notices, muted: ['did:key:bob', muted] } });
  expect(new NodeChoices(stored).settings()).toEqual({
    ...DEFAULT_SETTINGS,
    theme: 'dark',
    notices: { ...notices, muted: [{ thread: 'did:key:bob', untilMs: null }, muted] },
  });
});
