import { symlinkSync, unlinkSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { createNode } from '../../../electron/node/root/create-node.ts';
import { openHome } from '../../../electron/node/root/home.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

test('a key that was cut short while it was made can be made again by the same answers', async () => {
  const home = openHome(join(temporaryFolder(), 'home'));
  const options = { listen: [], network: false, protection: null };
  const node = await createNode({ ...options, home, deviceSecret: new Uint8Array(32) });
  onTestFinished(() => node.stop());
  // As a full disk: one of the files cannot be written.
  symlinkSync(join(home.path, 'nowhere'), home.didLogPath);
  await expect(node.createKey('alice', { kind: 'keychain' })).rejects.toThrow();
  expect(node.phase).toBe('setup');
  unlinkSync(home.didLogPath);
  await expect(node.createKey('bob', { kind: 'keychain' })).rejects.toThrow("has a key already, alice's");
  await node.createKey('alice', { kind: 'keychain' });
  expect([node.phase, node.me()?.name]).toEqual(['running', 'alice']);
  await expect(node.createKey('alice', { kind: 'keychain' })).rejects.toThrow("has a key already, alice's");
});
