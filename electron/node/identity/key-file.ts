import { randomBytes } from 'node:crypto';
import { GhostStackError } from '#shared/contract/errors.ts';
import { says } from '#shared/protocol/saying.ts';
import { decodeBase64url, encodeBase64url } from '../crypto/base64url.ts';
import { errorCode, writeFileAtomically } from '../store/atomic-file.ts';
import { storeError } from '../store/classify-error.ts';
import { secretObjection, whoRuns } from '../store/private-path.ts';
import { readSmallFile } from '../store/small-file.ts';

const SECRET_BYTES = 32;

/** 43 characters and a line end, with some room to say what is wrong with a longer one. */
const KEY_FILE_MAX_BYTES = 4096;

/**
 * The secret in a key file: 32 random bytes as one line of base64url.
 * Throws `key-file` if the file is missing or not one, cannot be read, is readable by others or theirs.
 */
export function readKeyFile(path: string): Uint8Array {
  try {
    return read(path);
  } catch (error) {
    if (errorCode(error) !== 'ENOENT') throw keyFileError(path, error);
    throw new GhostStackError('key-file', says('error.identity.noKeyFile', { path }), {
      cause: error,
    });
  }
}

/**
 * The same, created with mode 0600 if there is none: only where a key is made that it is to protect. Anywhere else a
 * new secret could open nothing, and would hide that the right one is missing. (Library objects have theirs beside their
 * database, which may have been made before by one that needs no key.)
 */
export function readOrCreateKeyFile(path: string): Uint8Array {
  try {
    return read(path);
  } catch (error) {
    if (errorCode(error) !== 'ENOENT') throw keyFileError(path, error);
  }
  try {
    writeFileAtomically(path, `${encodeBase64url(randomBytes(SECRET_BYTES))}\n`, { replace: false });
  } catch (error) {
    // Another process was first: then its file is the one.
    if (!(error instanceof GhostStackError && error.code === 'already-exists'))
      throw keyFileError(path, error);
  }
  try {
    return read(path);
  } catch (error) {
    throw keyFileError(path, error);
  }
}

function read(path: string): Uint8Array {
  const { text, stats } = readSmallFile(path, KEY_FILE_MAX_BYTES);
  const self = whoRuns();
  const objection = self && secretObjection(stats, self);
  if (objection) {
    throw new GhostStackError('key-file', says('error.identity.keyFileUnsafe', { path, objection }));
  }
  const secret = decodeSecret(text.replace(/\r?\n$/, ''));
  if (secret === null) {
    throw new GhostStackError('key-file', says('error.identity.notKeyFile', { path, bytes: SECRET_BYTES }));
  }
  return secret;
}

function decodeSecret(text: string): Uint8Array | null {
  try {
    const secret = decodeBase64url(text);
    return secret.length === SECRET_BYTES ? secret : null;
  } catch {
    return null;
  }
}

function keyFileError(path: string, error: unknown): GhostStackError {
  if (error instanceof GhostStackError) {
    return error.code === 'key-file' ? error : new GhostStackError('key-file', error.says, { cause: error });
  }
  const failure = storeError(error, path);
  if (failure?.code === 'store-full') return failure;
  const reason = error instanceof Error ? error.message : String(error);
  return new GhostStackError('key-file', says('error.identity.keyFileUnusable', { path, reason }), {
    cause: error,
  });
}
