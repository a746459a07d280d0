import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { canonicalize } from '../../../electron/node/crypto/canonical-json.ts';
import { sha256Hex } from '../../../electron/node/crypto/hash.ts';
import { changeHomeProtection, unlockHome } from '../../../electron/node/identity/home-keys.ts';
import {
  type KeyProtection,
  readKeyStoreHeader,
  resealKeyStore,
  unlockKeyStore,
} from '../../../electron/node/identity/key-store.ts';
import { createNode } from '../../../electron/node/root/create-node.ts';
import { type Home, openHome } from '../../../electron/node/root/home.ts';
import type { GhostNode } from '../../../electron/node/root/node.ts';
import { writeOlder } from '../../support/older-key-store.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { expectCode, expectCodeAsync } from '../../support/throws-code.ts';

const passphrase = (text: string) => ({ kind: 'passphrase', passphrase: text }) as const;
const OLD = passphrase('correct horse');
const NEW = passphrase('battery staple');

/** A home with its three keys, made once: each costs a second. */
let made = '';
beforeAll(async () => {
  made = mkdtempSync(join(tmpdir(), 'ghoststack-test-'));
  const node = await locked(openHome(made));
  await node.createKey('alice', OLD);
  await node.stop();
});
afterAll(() => rmSync(made, { recursive: true, force: true }));

/** A copy of it on which nothing runs. */
function homeOfAlice(): Home {
  const path = join(temporaryFolder(), 'alice');
  cpSync(made, path, { recursive: true });
  const home = openHome(path);
  home.release();
  return home;
}

const locked = (home: Home): Promise<GhostNode> =>
  createNode({ home, listen: [], network: false, protection: null, deviceSecret: null });

const pathsOf = ({ keyPath, nextKeyPath, recoveryKeyPath }: Home) => [keyPath, nextKeyPath, recoveryKeyPath];
const contentsOf = (home: Home) => pathsOf(home).map((path) => readFileSync(path, 'utf8'));
const costOf = (path: string): unknown => JSON.parse(readFileSync(path, 'utf8')).kdf.n;

async function opens(home: Home, protection: KeyProtection): Promise<boolean[]> {
  const opened: boolean[] = [];
  for (const path of pathsOf(home)) {
    const unlocked = unlockKeyStore(path, protection);
    opened.push(
      await unlocked.then(
        () => true,
        () => false,
      ),
    );
  }
  return opened;
}

test('keys that were sealed when scrypt cost less are sealed anew when the node is unlocked, all of them', async () => {
  const home = homeOfAlice();
  const headers = pathsOf(home).map(readKeyStoreHeader);
  for (const path of pathsOf(home)) await writeOlder(path, OLD, 2 ** 16);
  const node = await locked(openHome(home.path));
  await expectCodeAsync('wrong-passphrase', () => node.unlock(NEW));
  expect(pathsOf(home).map(costOf)).toEqual([65536, 65536, 65536]);
  await node.unlock(OLD);
  await node.stop();
  expect(pathsOf(home).map(costOf)).toEqual([131072, 131072, 131072]);
  expect(pathsOf(home).map(readKeyStoreHeader)).toEqual(headers);
  expect(await opens(home, OLD)).toEqual([true, true, true]);
  const before = contentsOf(home);
  await unlockHome(home, OLD);
  expect(contentsOf(home)).toEqual(before);
});

test('a key store that names another cost is refused, however cheap or dear', async () => {
  const { keyPath } = homeOfAlice();
  const { checksum: _, ...file } = JSON.parse(readFileSync(keyPath, 'utf8'));
  for (const n of [2, 2 ** 15, 2 ** 18, 2 ** 30]) {
    const content = { ...file, kdf: { ...file.kdf, n } };
    writeFileSync(keyPath, JSON.stringify({ ...content, checksum: sha256Hex(canonicalize(content)) }));
    expectCode('malformed', () => readKeyStoreHeader(keyPath));
  }
});

test('a changed passphrase is that of all keys: the old one opens none', async () => {
  const home = homeOfAlice();
  const before = contentsOf(home);
  await expectCodeAsync('wrong-passphrase', () => changeHomeProtection(home, NEW, OLD));
  expect(contentsOf(home)).toEqual(before);
  const node = await locked(openHome(home.path));
  await node.changePassphrase(OLD.passphrase, NEW.passphrase);
  await node.stop();
  expect([await opens(home, OLD), await opens(home, NEW)]).toEqual([
    [false, false, false],
    [true, true, true],
  ]);
});

test('a change that was cut off between two files can be made again', async () => {
  const home = homeOfAlice();
  (await resealKeyStore(home.nextKeyPath, OLD, NEW))();
  await changeHomeProtection(home, OLD, NEW);
  expect(await opens(home, NEW)).toEqual([true, true, true]);
});

test('a key that cannot be sealed anew does not keep the home locked', async () => {
  const home = homeOfAlice();
  await writeOlder(home.keyPath, OLD, 2 ** 16);
  writeFileSync(home.nextKeyPath, 'damaged');
  await unlockHome(home, OLD);
  expect(costOf(home.keyPath)).toBe(131072);
});

test('a key that the keychain opens gets a passphrase: the keychain opens none of its keys any more', async () => {
  const path = join(temporaryFolder(), 'alice');
  const deviceSecret = new Uint8Array(32).fill(7);
  const open = (home: Home) =>
    createNode({ home, listen: [], network: false, protection: null, deviceSecret });
  const home = openHome(path);
  const node = await open(home);
  await node.createKey('alice', { kind: 'keychain' });
  const did = node.me()?.did;
  // Cut off between two files at the first try.
  const keychain = { kind: 'secret', secret: deviceSecret, origin: 'keychain' } as const;
  (await resealKeyStore(home.nextKeyPath, keychain, NEW))();
  await node.setPassphrase(NEW.passphrase);
  expect([node.phase, node.me()?.keyProtection]).toEqual(['running', 'passphrase']);
  await expectCodeAsync('conflict', () => node.setPassphrase('another one'));
  await node.stop();
  expect([await opens(home, keychain), await opens(home, NEW)]).toEqual([
    [false, false, false],
    [true, true, true],
  ]);
  const again = await open(openHome(path));
  expect(again.phase).toBe('locked');
  await again.unlock(NEW);
  expect([again.phase, again.me()?.did]).toEqual(['running', did]);
  await again.stop();
});
