import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { canonicalize } from '../../../electron/node/crypto/canonical-json.ts';
import { sha256Hex } from '../../../electron/node/crypto/hash.ts';
import type { SigningKey } from '../../../electron/node/crypto/signing-key.ts';
import { createDidLog, formatDidLog, nextKeyHash } from '../../../electron/node/identity/did-webvh/index.ts';
import { changeHomeProtection, unlockHome } from '../../../electron/node/identity/home-keys.ts';
import type { ScryptN } from '../../../electron/node/identity/key-protection.ts';
import {
  createKeyStore,
  type KeyProtection,
  readKeyStoreHeader,
  resealKeyStore,
  unlockKeyStore,
} from '../../../electron/node/identity/key-store.ts';
import { createNode } from '../../../electron/node/root/create-node.ts';
import { type Home, openHome } from '../../../electron/node/root/home.ts';
import type { GhostNode } from '../../../electron/node/root/node.ts';
import { START_MS } from '../../support/did-webvh-forger.ts';
import { writeOlder } from '../../support/older-key-store.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { expectCode, expectCodeAsync } from '../../support/throws-code.ts';

const passphrase = (text: string) => ({ kind: 'passphrase', passphrase: text }) as const;
const OLD = passphrase('correct horse');
const NEW = passphrase('battery staple');
const SECRET = { kind: 'secret', secret: new Uint8Array(32).fill(9), origin: 'key-file' } as const;

/** A home, made once: its passphrase costs a second. */
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

const costOf = (path: string): unknown => JSON.parse(readFileSync(path, 'utf8')).kdf.n;

async function opens({ keyPath }: Home, protection: KeyProtection): Promise<boolean> {
  return unlockKeyStore(keyPath, protection).then(
    () => true,
    () => false,
  );
}

/** What earlier versions kept beside the key of a home. */
interface Older {
  readonly next: SigningKey;
  readonly recovery: SigningKey;
}

/** A home as earlier versions left it: three files, each with a key of its own. */
async function olderHome(protection: KeyProtection, n: ScryptN = 2 ** 17): Promise<Home & Older> {
  const home = openHome(join(temporaryFolder(), 'alice'));
  home.release();
  const key = await createKeyStore(home.keyPath, { name: 'alice', createdAtMs: 5 }, SECRET);
  const next = await createKeyStore(home.nextKeyPath, { name: 'alice, next key' }, SECRET);
  const recovery = await createKeyStore(home.recoveryKeyPath, { name: 'alice, recovery key' }, SECRET);
  for (const path of [home.keyPath, home.nextKeyPath, home.recoveryKeyPath]) {
    if (protection.kind === 'passphrase') await writeOlder(path, SECRET, n, protection);
  }
  const { log } = createDidLog({
    signingKey: key,
    sealingPublicKey: key.sealing.publicKey,
    nextKeyHashes: [nextKeyHash(next.publicKey), nextKeyHash(recovery.publicKey)],
    nowMs: START_MS,
  });
  writeFileSync(home.didLogPath, formatDidLog(log));
  return { ...home, next, recovery };
}

const hashOf = ({ publicKey }: SigningKey) => nextKeyHash(publicKey);

test('the keys of an earlier version, sealed when scrypt cost less, become one file that costs as much as any', async () => {
  const home = await olderHome(OLD, 2 ** 16);
  const header = readKeyStoreHeader(home.keyPath);
  const didLog = readFileSync(home.didLogPath, 'utf8');
  const node = await locked(openHome(home.path));
  await expectCodeAsync('wrong-passphrase', () => node.unlock(NEW));
  expect(costOf(home.keyPath)).toBe(65536);
  await node.unlock(OLD);
  await node.stop();
  expect(costOf(home.keyPath)).toBe(131072);
  expect([home.nextKeyPath, home.recoveryKeyPath].filter((path) => existsSync(path))).toEqual([]);
  expect(readKeyStoreHeader(home.keyPath)).toEqual(header);
  expect(readFileSync(home.didLogPath, 'utf8')).toBe(didLog);
  const before = readFileSync(home.keyPath, 'utf8');
  const ring = await unlockHome(home, OLD);
  expect(readFileSync(home.keyPath, 'utf8')).toBe(before);
  expect(ring.keyFor(hashOf(home.next))?.did).toBe(home.next.did);
  // R_0 goes on as the seed of the words.
  expect(ring.recoverySeed(hashOf(home.recovery))).toEqual(home.recovery.exportSeed());
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
  const before = readFileSync(home.keyPath, 'utf8');
  await expectCodeAsync('wrong-passphrase', () => changeHomeProtection(home, NEW, OLD));
  expect(readFileSync(home.keyPath, 'utf8')).toBe(before);
  const node = await locked(openHome(home.path));
  await node.changePassphrase(OLD.passphrase, NEW.passphrase);
  await node.stop();
  expect([await opens(home, OLD), await opens(home, NEW)]).toEqual([false, true]);
});

test('a key that is made while the passphrase changes is kept, and so are those made after', async () => {
  const home = homeOfAlice();
  const ring = await unlockHome(home, OLD);
  const changing = changeHomeProtection(home, OLD, NEW, ring);
  const [meanwhile] = [ring.make(1)];
  await changing;
  const after = ring.make(2);
  const again = await unlockHome(home, NEW);
  for (const made of [meanwhile, after]) expect(again.keyFor(hashOf(made))?.did).toBe(made.did);
  expect(await opens(home, OLD)).toBe(false);
});

test('a change that an earlier version was cut off in, between two files, can be made again', async () => {
  const home = await olderHome(OLD);
  (await resealKeyStore(home.nextKeyPath, OLD, NEW))();
  await changeHomeProtection(home, OLD, NEW);
  const ring = await unlockHome(home, NEW);
  expect(ring.keyFor(hashOf(home.next))?.did).toBe(home.next.did);
  expect(ring.recoverySeed(hashOf(home.recovery))).not.toBeNull();
});

test('a next key that cannot be opened stays where it is, and does not keep the home locked', async () => {
  const home = await olderHome(SECRET);
  writeFileSync(home.nextKeyPath, 'damaged');
  const ring = await unlockHome(home, SECRET);
  expect(ring.keyFor(hashOf(home.next))).toBeNull();
  expect(ring.recoverySeed(hashOf(home.recovery))).not.toBeNull();
  expect(readFileSync(home.nextKeyPath, 'utf8')).toBe('damaged');
});

test('words that are forgotten do not come back from a file beside the ring', async () => {
  const home = await olderHome(SECRET);
  const text = readFileSync(home.recoveryKeyPath, 'utf8');
  (await unlockHome(home, SECRET)).forgetRecoverySeed(hashOf(home.recovery));
  const again = await unlockHome(home, SECRET);
  expect(again.recoverySeed(hashOf(home.recovery))).toBeNull();
  // A home in which it could not be removed.
  const other = await olderHome(SECRET);
  const ring = await unlockHome(other, SECRET);
  mkdirSync(other.recoveryKeyPath);
  writeFileSync(join(other.recoveryKeyPath, 'file'), text);
  await expectCodeAsync('key-file', async () => ring.forgetRecoverySeed(hashOf(other.recovery)));
  expect(ring.recoverySeed(hashOf(other.recovery))).not.toBeNull();
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
  const keychain = { kind: 'secret', secret: deviceSecret, origin: 'keychain' } as const;
  await node.setPassphrase(NEW.passphrase);
  expect([node.phase, node.me()?.keyProtection]).toEqual(['running', 'passphrase']);
  await expectCodeAsync('conflict', () => node.setPassphrase('another one'));
  await node.stop();
  expect([await opens(home, keychain), await opens(home, NEW)]).toEqual([false, true]);
  const again = await open(openHome(path));
  expect(again.phase).toBe('locked');
  await again.unlock(NEW);
  expect([again.phase, again.me()?.did]).toEqual(['running', did]);
  await again.stop();
});
