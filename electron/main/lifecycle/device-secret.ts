/**
 * A random secret of this computer's user, wrapped by the operating system's keychain. Without a real keychain there
 * is none, and the key store asks for a passphrase: never a silent fall-back to plain text.
 */
import { randomBytes } from 'node:crypto';
import { existsSync, linkSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import type { KeychainCipher } from './keychain-cipher.ts';

const SECRET_BYTES = 32;
const WRAPPED_MAX_BYTES = 16 * 1024;

export type DeviceSecret =
  | { readonly secret: Uint8Array; readonly problem: null }
  | { readonly secret: null; readonly problem: string | null };

/** Reads the wrapped secret, or makes one. A file that cannot be opened is left as it is. */
export async function deviceSecret(path: string, cipher: KeychainCipher | null): Promise<DeviceSecret> {
  if (!cipher) return { secret: null, problem: null };
  try {
    return {
      secret: existsSync(path) ? await open(path, cipher) : await create(path, cipher),
      problem: null,
    };
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return { secret: null, problem: `The keychain's secret in ${path} cannot be used: ${reason}` };
  }
}

async function open(path: string, cipher: KeychainCipher): Promise<Uint8Array> {
  const wrapped = readFileSync(path);
  if (wrapped.length > WRAPPED_MAX_BYTES) throw new Error(`it has more than ${WRAPPED_MAX_BYTES} bytes.`);
  const secret = Buffer.from(await cipher.open(wrapped), 'base64url');
  if (secret.length !== SECRET_BYTES)
    throw new Error(`it holds ${secret.length} bytes, not ${SECRET_BYTES}.`);
  return secret;
}

/** Apps of two homes may start at once: the first secret that is in its place is the one of both. */
async function create(path: string, cipher: KeychainCipher): Promise<Uint8Array> {
  const secret = randomBytes(SECRET_BYTES);
  const made = `${path}.${randomBytes(6).toString('hex')}.new`;
  try {
    writeFileSync(made, await cipher.seal(secret.toString('base64url')), { mode: 0o600, flag: 'wx' });
    return placeAsNew(made, path) ? secret : await open(path, cipher);
  } finally {
    rmSync(made, { force: true });
  }
}

/** A link fails if the name is taken, where a rename would overwrite it. Some file systems have no links. */
function placeAsNew(made: string, path: string): boolean {
  try {
    linkSync(made, path);
  } catch {
    if (existsSync(path)) return false;
    renameSync(made, path);
  }
  return true;
}
