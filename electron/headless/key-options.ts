import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { type Readable, Writable } from 'node:stream';
import { GhostStackError } from '#shared/contract/errors.ts';
import { PASSPHRASE_MIN } from '#shared/contract/passphrase-min.ts';
import { type Saying, says } from '#shared/protocol/saying.ts';
import { t } from '#shared/words/translate.ts';
import { readKeyFile, readOrCreateKeyFile } from '../node/identity/key-file.ts';
import type { KeyProtection } from '../node/identity/key-store.ts';
import { secretObjection, whoRuns } from '../node/store/private-path.ts';
import { UsageError } from './usage-error.ts';

export interface KeyOptions {
  readonly 'key-file'?: string | undefined;
  readonly 'passphrase-file'?: string | undefined;
}

const PASSPHRASE_FILE_MAX_BYTES = 4096;

/**
 * How the key is protected, by the options given; null when neither a file nor a person can say. `isNew`: the key is
 * made now; only then is a key file made that is missing.
 */
export async function readProtection(
  options: KeyOptions,
  question: { readonly ask: string; readonly isNew: boolean },
): Promise<KeyProtection | null> {
  const { 'key-file': keyFile, 'passphrase-file': passphraseFile } = options;
  if (keyFile && passphraseFile) throw new UsageError(says('error.headless.oneKeyOption'));
  if (keyFile) {
    const secret = question.isNew ? readOrCreateKeyFile(keyFile) : readKeyFile(keyFile);
    return { kind: 'secret', secret, origin: 'key-file' };
  }
  if (passphraseFile) return { kind: 'passphrase', passphrase: readPassphraseFile(passphraseFile) };
  if (!process.stdin.isTTY) return null;
  const passphrase = await askHidden(question.ask);
  if (question.isNew) {
    requireLong(passphrase, null);
    if ((await askHidden(t('terminal.passphrase.again'))) !== passphrase) {
      throw new GhostStackError('invalid-argument', says('error.headless.passphrasesDiffer'));
    }
  }
  return { kind: 'passphrase', passphrase };
}

/**
 * The passphrase of a key that is there: from the file named, typed, or the first line of what is piped in.
 * @throws {GhostStackError} `cancelled` where none is given
 */
export async function readKnownPassphrase(file: string | undefined, question: string): Promise<string> {
  if (file) return readPassphraseFile(file);
  return process.stdin.isTTY ? askHidden(question) : readPiped(process.stdin);
}

/**
 * Ends with the line, since what is piped in may stay open.
 * @throws {GhostStackError} `cancelled` where there is none, which `missing` says
 */
export async function readPiped(
  input: Readable,
  missing: Saying = says('error.headless.noPassphrase'),
): Promise<string> {
  const text = await readPipedUntil(input, (soFar) => soFar.includes('\n'));
  const [line = ''] = text.split(/\r?\n/);
  if (line === '') throw new GhostStackError('cancelled', missing);
  return line;
}

/** What is piped in, until it is whole or has ended. Throws `too-large`. */
export async function readPipedUntil(input: Readable, isWhole: (soFar: string) => boolean): Promise<string> {
  let bytes = Buffer.alloc(0);
  for await (const chunk of input) {
    bytes = Buffer.concat([bytes, chunk as Buffer]);
    if (bytes.length > PASSPHRASE_FILE_MAX_BYTES || isWhole(bytes.toString('utf8'))) break;
  }
  if (bytes.length > PASSPHRASE_FILE_MAX_BYTES)
    throw new GhostStackError(
      'too-large',
      says('error.headless.pipedTooLarge', { limit: PASSPHRASE_FILE_MAX_BYTES }),
    );
  return bytes.toString('utf8');
}

/** Also from a pipe of one's own, as a password manager gives it. */
function readPassphraseFile(path: string): string {
  let text: string;
  try {
    text = readOpened(path);
  } catch (cause) {
    if (cause instanceof GhostStackError) throw cause;
    throw new GhostStackError('not-found', says('error.headless.passphraseFileUnreadable', { path }), {
      cause,
    });
  }
  const passphrase = text.replace(/\r?\n$/, '');
  requireLong(passphrase, path);
  return passphrase;
}

/** What is looked at is what is read: the path may lead elsewhere a moment later. */
function readOpened(path: string): string {
  const file = openSync(path, 'r');
  try {
    const self = whoRuns();
    const objection = self && secretObjection(fstatSync(file), self);
    if (objection) {
      throw new GhostStackError('key-file', says('error.headless.passphraseFileOpen', { path, objection }));
    }
    const bytes = Buffer.alloc(PASSPHRASE_FILE_MAX_BYTES + 1);
    let length = 0;
    for (let read = -1; read !== 0 && length < bytes.length; length += read) {
      read = readSync(file, bytes, length, bytes.length - length, null);
    }
    if (length > PASSPHRASE_FILE_MAX_BYTES) {
      throw new GhostStackError(
        'too-large',
        says('error.headless.passphraseFileTooLarge', { path, limit: PASSPHRASE_FILE_MAX_BYTES }),
      );
    }
    return bytes.toString('utf8', 0, length);
  } finally {
    closeSync(file);
  }
}

/** `path`: of the file that it was read from; null where it was typed. */
function requireLong(passphrase: string, path: string | null): void {
  const length = [...passphrase].length;
  if (length < PASSPHRASE_MIN) throw new GhostStackError('invalid-argument', tooShort(length, path));
}

function tooShort(length: number, path: string | null): Saying {
  const minimum = PASSPHRASE_MIN;
  return path === null
    ? says('error.headless.passphraseShort', { length, minimum })
    : says('error.headless.passphraseInFileShort', { path, length, minimum });
}

/**
 * Asks at the terminal without showing what is typed. Throws `cancelled` at Ctrl C and Ctrl D: a script that goes on
 * after a command that did its work must not take this for one.
 */
export function askHidden(question: string, input: Readable = process.stdin): Promise<string> {
  const silent = new Writable({ write: (_chunk, _encoding, done) => done() });
  process.stderr.write(`${question} `);
  const reader = createInterface({ input, output: silent, terminal: true });
  return new Promise((resolve, reject) => {
    // Also after an answer, where it comes too late to count.
    reader.once('close', () => {
      process.stderr.write('\n');
      reject(new GhostStackError('cancelled', says('error.headless.noPassphrase')));
    });
    reader.question('', (answer) => {
      resolve(answer);
      reader.close();
    });
  });
}
