import { mkdirSync, readdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { SigningKey } from '../../../electron/node/crypto/signing-key.ts';
import {
  createKeyStore,
  type KeyProtection,
  readKeyStoreHeader,
  resealKeyStore,
  unlockKeyStore,
} from '../../../electron/node/identity/key-store.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { expectCode, expectCodeAsync } from '../../support/throws-code.ts';
import { toHex } from '../../support/vectors.ts';

const passphrase = (text: string): KeyProtection => ({ kind: 'passphrase', passphrase: text });
const secret = (fill: number, origin: 'keychain' | 'key-file' = 'key-file'): KeyProtection => ({
  kind: 'secret',
  secret: new Uint8Array(32).fill(fill),
  origin,
});

function newPath(): string {
  return join(temporaryFolder(), 'key.json');
}

describe('the key store', () => {
  it('gives the key back for the passphrase it was made with, and says so if it is another', async () => {
    const path = newPath();
    const key = await createKeyStore(path, { name: 'alice', createdAtMs: 5 }, passphrase('korrekt häst'));
    expect(readKeyStoreHeader(path)).toEqual({
      name: 'alice',
      did: key.did,
      protection: 'passphrase',
      createdAtMs: 5,
    });
    const unlocked = await unlockKeyStore(path, passphrase('korrekt häst'.normalize('NFD')));
    expect(unlocked.exportSeed()).toEqual(key.exportSeed());
    const message = await expectCodeAsync('wrong-passphrase', () =>
      unlockKeyStore(path, passphrase('korrekt hast')),
    );
    expect(message).toMatch(/passphrase/);
  });

  it('derives the passphrase key beside the event loop, with the scrypt parameters it promises', async () => {
    const path = newPath();
    let turns = 0;
    const timer = setInterval(() => turns++, 5);
    await createKeyStore(path, { name: 'alice' }, passphrase('x'));
    clearInterval(timer);
    expect(turns).toBeGreaterThan(2);
    expect(JSON.parse(readFileSync(path, 'utf8')).kdf).toMatchObject({
      name: 'scrypt',
      n: 131072,
      r: 8,
      p: 1,
    });
  });

  it('is a private file without the seed or the secret in it, and leaves no temporary file', async () => {
    const path = newPath();
    const key = SigningKey.generate();
    await createKeyStore(path, { name: 'alice', key }, secret(3));
    const text = readFileSync(path, 'utf8');
    expect(text).not.toContain(Buffer.from(key.exportSeed()).toString('base64url'));
    expect(text).not.toContain(toHex(key.exportSeed()));
    expect(statSync(path).mode & 0o777).toBe(0o600);
    expect(readdirSync(join(path, '..'))).toEqual(['key.json']);
  });

  it('never overwrites a key', async () => {
    const path = newPath();
    const key = await createKeyStore(path, { name: 'alice' }, secret(1));
    await expectCodeAsync('already-exists', () => createKeyStore(path, { name: 'bob' }, secret(1)));
    expect(readKeyStoreHeader(path)?.did).toBe(key.did);
  });

  it('changes its protection and keeps key, name and date; the old one opens it no more', async () => {
    const path = newPath();
    const key = await createKeyStore(path, { name: 'alice', createdAtMs: 7 }, secret(1));
    const place = await resealKeyStore(path, secret(1), secret(2, 'keychain'));
    expect((await unlockKeyStore(path, secret(1))).did).toBe(key.did);
    place();
    expect(readKeyStoreHeader(path)).toEqual({
      name: 'alice',
      did: key.did,
      protection: 'keychain',
      createdAtMs: 7,
    });
    expect((await unlockKeyStore(path, secret(2, 'keychain'))).did).toBe(key.did);
    await expectCodeAsync('invalid-argument', () => unlockKeyStore(path, secret(1)));
    await expectCodeAsync('key-missing', () => unlockKeyStore(path, secret(1, 'keychain')));
  });

  it('stays as it was if the current protection is wrong', async () => {
    const path = newPath();
    await createKeyStore(path, { name: 'alice' }, secret(1));
    const before = readFileSync(path);
    await expectCodeAsync('key-file', () => resealKeyStore(path, secret(9), secret(2)));
    expect(readFileSync(path)).toEqual(before);
  });

  it('says which protection it has when asked with another kind', async () => {
    const path = newPath();
    await createKeyStore(path, { name: 'alice' }, secret(1));
    const message = await expectCodeAsync('invalid-argument', () => unlockKeyStore(path, passphrase('x')));
    expect(message).toBe('This key is protected by a key file, not by a passphrase.');
  });

  it('is missing, not broken, where there is no file', async () => {
    const path = newPath();
    expect(readKeyStoreHeader(path)).toBeNull();
    await expectCodeAsync('key-missing', () => unlockKeyStore(path, secret(1)));
  });

  it('refuses empty and oversized passphrases, secrets of another length, and empty names', async () => {
    const path = newPath();
    for (const protection of [
      passphrase(''),
      passphrase('x'.repeat(1025)),
      { kind: 'secret', secret: new Uint8Array(31), origin: 'keychain' } as KeyProtection,
    ]) {
      await expectCodeAsync('invalid-argument', () => createKeyStore(path, { name: 'alice' }, protection));
    }
    await expectCodeAsync('invalid-argument', () => createKeyStore(path, { name: '' }, secret(1)));
    expect(readKeyStoreHeader(path)).toBeNull();
  });

  it('names the file when it is damaged, and does not call that a wrong passphrase', async () => {
    const path = newPath();
    await createKeyStore(path, { name: 'alice' }, secret(1));
    const text = readFileSync(path, 'utf8');
    const file = JSON.parse(text) as Record<string, unknown>;
    const damages = [
      '',
      'null',
      text.slice(0, -20),
      text.replace('"alice"', '"mallory"'),
      text.replace('"name"', '"name":"x","name"'),
      JSON.stringify({ ...file, sealed: 'AAAA' }),
      JSON.stringify({ ...file, more: 1 }),
      JSON.stringify({ ...file, createdAtMs: -1 }),
      `${text}${' '.repeat(200_000)}`,
    ];
    for (const damage of damages) {
      writeFileSync(path, damage);
      for (const run of [async () => readKeyStoreHeader(path), () => unlockKeyStore(path, secret(1))]) {
        expect(await expectCodeAsync('malformed', run)).toContain(path);
      }
      expect(readFileSync(path, 'utf8')).toBe(damage);
    }
  });

  it('tells a newer format from damage', () => {
    const path = newPath();
    writeFileSync(path, JSON.stringify({ format: 'ghoststack/key-store/v3', name: 'alice' }));
    expectCode('unsupported', () => readKeyStoreHeader(path));
  });

  it('refuses a folder or a loop of links in its place', () => {
    const folder = temporaryFolder();
    mkdirSync(join(folder, 'folder'));
    symlinkSync(join(folder, 'loop'), join(folder, 'loop'));
    expectCode('malformed', () => readKeyStoreHeader(join(folder, 'folder')));
    expectCode('key-file', () => readKeyStoreHeader(join(folder, 'loop')));
  });

  it('says where it cannot be written', async () => {
    const path = join(temporaryFolder(), 'no', 'such', 'key.json');
    expect(await expectCodeAsync('key-file', () => createKeyStore(path, { name: 'a' }, secret(1)))).toContain(
      path,
    );
  });
});
