import type { SafeStorage } from 'electron';

export interface KeychainCipher {
  seal(text: string): Promise<Buffer>;
  open(sealed: Buffer): Promise<string>;
}

/** Electron 33 lacks the asynchronous calls, Electron 46 the synchronous ones. */
type AnySafeStorage = Partial<SafeStorage>;

/** The operating system's keychain, or null where Electron would only obscure the text with a fixed password. */
export async function keychainCipher(
  storage: AnySafeStorage,
  platform: NodeJS.Platform,
): Promise<KeychainCipher | null> {
  if (platform === 'linux') {
    const backend = storage.getSelectedStorageBackend?.() ?? 'unknown';
    if (backend === 'basic_text' || backend === 'unknown') return null;
  }
  const { isAsyncEncryptionAvailable, encryptStringAsync, decryptStringAsync } = storage;
  if (isAsyncEncryptionAvailable && encryptStringAsync && decryptStringAsync) {
    if (!(await isAsyncEncryptionAvailable.call(storage))) return null;
    return {
      seal: (text) => encryptStringAsync.call(storage, text),
      open: async (sealed) => (await decryptStringAsync.call(storage, sealed)).result,
    };
  }
  const { isEncryptionAvailable, encryptString, decryptString } = storage;
  if (!isEncryptionAvailable || !encryptString || !decryptString) return null;
  if (!isEncryptionAvailable.call(storage)) return null;
  return {
    seal: async (text) => encryptString.call(storage, text),
    open: async (sealed) => decryptString.call(storage, sealed),
  };
}
