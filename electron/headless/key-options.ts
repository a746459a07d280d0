import { readFileSync, statSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { Writable } from 'node:stream';
import { GhostStackError } from '#shared/errors.ts';
import { readOrCreateKeyFile } from '../node/identity/key-file.ts';
import type { KeyProtection } from '../node/identity/key-store.ts';
import { UsageError } from './usage-error.ts';

export const KEY_OPTIONS = {
  'key-file': { type: 'string' },
  'passphrase-file': { type: 'string' },
} as const;

export interface KeyOptions {
  readonly 'key-file'?: string | undefined;
  readonly 'passphrase-file'?: string | undefined;
}

const PASSPHRASE_FILE_MAX_BYTES = 4096;

/** How the key is protected, by the options given; null when neither a file nor a person can say. */
export async function readProtection(
  options: KeyOptions,
  question: { ask: string; repeat: boolean },
): Promise<KeyProtection | null> {
  const { 'key-file': keyFile, 'passphrase-file': passphraseFile } = options;
  if (keyFile && passphraseFile) throw new UsageError('Give --key-file or --passphrase-file, not both.');
  if (keyFile) return { kind: 'secret', secret: readOrCreateKeyFile(keyFile), origin: 'key-file' };
  if (passphraseFile) return { kind: 'passphrase', passphrase: readPassphraseFile(passphraseFile) };
  if (!process.stdin.isTTY) return null;
  const passphrase = await askHidden(question.ask);
  if (question.repeat && (await askHidden('Once more: ')) !== passphrase) {
    throw new GhostStackError('invalid-argument', 'The two passphrases differ. Nothing was written.');
  }
  return { kind: 'passphrase', passphrase };
}

function readPassphraseFile(path: string): string {
  try {
    if (statSync(path).size > PASSPHRASE_FILE_MAX_BYTES) {
      throw new GhostStackError('too-large', `${path} is larger than ${PASSPHRASE_FILE_MAX_BYTES} bytes.`);
    }
    const passphrase = readFileSync(path, 'utf8').replace(/\r?\n$/, '');
    if (passphrase === '') throw new GhostStackError('invalid-argument', `${path} is empty.`);
    return passphrase;
  } catch (cause) {
    if (cause instanceof GhostStackError) throw cause;
    throw new GhostStackError('not-found', `The passphrase file ${path} cannot be read.`, { cause });
  }
}

/** Asks at the terminal without showing what is typed. */
function askHidden(question: string): Promise<string> {
  const silent = new Writable({ write: (_chunk, _encoding, done) => done() });
  process.stderr.write(question);
  const reader = createInterface({ input: process.stdin, output: silent, terminal: true });
  return new Promise((resolve) => {
    reader.question('', (answer) => {
      reader.close();
      process.stderr.write('\n');
      resolve(answer);
    });
  });
}
