import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { deviceSecret } from '../../../electron/main/lifecycle/device-secret.ts';
import { type KeychainCipher, keychainCipher } from '../../../electron/main/lifecycle/keychain-cipher.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

/** Stands for a keychain: reversible, and not the text itself. */
const cipher: KeychainCipher = {
  seal: async (text) => Buffer.from(`sealed:${[...text].reverse().join('')}`),
  open: async (sealed) => {
    const text = sealed.toString('utf8');
    if (!text.startsWith('sealed:')) throw new Error('not sealed by this keychain');
    return [...text.slice('sealed:'.length)].reverse().join('');
  },
};

describe('the secret of this computer', () => {
  test('is made once, 32 bytes, and is the same at the next start', async () => {
    const path = join(temporaryFolder(), 'device-secret.bin');
    const first = await deviceSecret(path, cipher);
    const second = await deviceSecret(path, cipher);
    expect(first.secret).toHaveLength(32);
    expect(Buffer.from(second.secret!)).toEqual(Buffer.from(first.secret!));
    expect(statSync(path).mode & 0o777).toBe(0o600);
    expect(readFileSync(path, 'utf8')).not.toContain(Buffer.from(first.secret!).toString('base64url'));
  });

  test('is one for apps that start at once', async () => {
    const path = join(temporaryFolder(), 'device-secret.bin');
    const made = await Promise.all(Array.from({ length: 4 }, () => deviceSecret(path, cipher)));
    const texts = made.map(({ secret }) => Buffer.from(secret ?? []).toString('hex'));
    expect(new Set(texts).size).toBe(1);
    expect(readdirSync(dirname(path))).toEqual(['device-secret.bin']);
  });

  test('does not exist without a keychain, and nothing is written', async () => {
    const path = join(temporaryFolder(), 'device-secret.bin');
    expect(await deviceSecret(path, null)).toEqual({ secret: null, problem: null });
    expect(existsSync(path)).toBe(false);
  });

  test.each([
    ['was sealed by another keychain', Buffer.from('something else')],
    ['is too long', Buffer.alloc(20_000)],
    ['holds too few bytes', Buffer.from('sealed:AAAA')],
  ])('is not replaced when what lies there %s', async (_what, content) => {
    const path = join(temporaryFolder(), 'device-secret.bin');
    writeFileSync(path, content);
    const { secret, problem } = await deviceSecret(path, cipher);
    expect(secret).toBeNull();
    expect(problem).toContain(path);
    expect(readFileSync(path)).toEqual(content);
  });
});

describe('the keychain', () => {
  const synchronous = {
    isEncryptionAvailable: () => true,
    encryptString: (text: string) => Buffer.from(`sync:${text}`),
    decryptString: (sealed: Buffer) => sealed.toString('utf8').slice(5),
  };
  const asynchronous = {
    isAsyncEncryptionAvailable: async () => true,
    encryptStringAsync: async (text: string) => Buffer.from(`async:${text}`),
    decryptStringAsync: async (sealed: Buffer) => ({
      result: sealed.toString('utf8').slice(6),
      shouldReEncrypt: false,
    }),
  };

  test.each(['basic_text', 'unknown'] as const)('does not count on Linux when it is %s', async (backend) => {
    const storage = { ...synchronous, getSelectedStorageBackend: () => backend };
    expect(await keychainCipher(storage, 'linux')).toBeNull();
  });

  test('is asked asynchronously where that exists', async () => {
    const storage = {
      ...synchronous,
      ...asynchronous,
      getSelectedStorageBackend: () => 'gnome_libsecret' as const,
    };
    const found = await keychainCipher(storage, 'linux');
    expect((await found?.seal('x'))?.toString('utf8')).toBe('async:x');
    expect(await found?.open(Buffer.from('async:x'))).toBe('x');
  });

  test('is asked synchronously in an older Electron', async () => {
    const found = await keychainCipher(synchronous, 'darwin');
    expect((await found?.seal('x'))?.toString('utf8')).toBe('sync:x');
    expect(await found?.open(Buffer.from('sync:x'))).toBe('x');
  });

  test('is not used when it says that it is not available', async () => {
    const closed = { ...asynchronous, isAsyncEncryptionAvailable: async () => false };
    expect(await keychainCipher(closed, 'win32')).toBeNull();
    expect(await keychainCipher({ ...synchronous, isEncryptionAvailable: () => false }, 'darwin')).toBeNull();
    expect(await keychainCipher({}, 'darwin')).toBeNull();
  });
});
