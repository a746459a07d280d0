import { expect, test } from 'vitest';
import { standing } from '#shared/contract/domain/snapshot.ts';
import { FormerKeys } from '../../../electron/node/root/former-keys.ts';
import { SettingsStore } from '../../../electron/node/store/settings-store.ts';
import { openStore } from '../../../electron/node/store/store.ts';

test('who uses a former key is told of until that was read, and keeps its owner from nothing', () => {
  const settings = new SettingsStore(openStore({ path: ':memory:' }));
  const open = () =>
    new FormerKeys(
      settings,
      () => 1_000,
      () => undefined,
    );
  open().used('a cell');
  open().used('a cell');
  const told = open().problem();
  expect(told?.message).toContain('2 entries came');
  expect(standing(told)).toBeNull();
  open().seen();
  expect(open().problem()).toBeNull();
  open().used('a cell');
  expect(open().problem()?.message).toContain('one entry came');
});
