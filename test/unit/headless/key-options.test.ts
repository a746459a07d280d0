import { execFile, execFileSync } from 'node:child_process';
import { chmodSync, existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { askHidden, readPiped, readProtection } from '../../../electron/headless/key-options.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { expectCodeAsync } from '../../support/throws-code.ts';

const known = { ask: '', isNew: false };

function fileWith(text: string, mode = 0o600): string {
  const path = join(temporaryFolder(), 'passphrase');
  writeFileSync(path, text);
  chmodSync(path, mode);
  return path;
}

describe('a passphrase file', () => {
  it('holds a passphrase of 8 characters or more, and perhaps a line end', async () => {
    for (const text of ['12345678', '12345678\n', '12345678\r\n', '👻👻👻👻👻👻👻👻']) {
      expect(await readProtection({ 'passphrase-file': fileWith(text) }, known)).toEqual({
        kind: 'passphrase',
        passphrase: text.trimEnd(),
      });
    }
    for (const text of ['', '\n', '1234567', '1234567\n', '👻👻👻👻👻👻👻']) {
      const said = await expectCodeAsync('invalid-argument', () =>
        readProtection({ 'passphrase-file': fileWith(text) }, known),
      );
      expect(said).toContain('8');
    }
  });

  it.each([0o640, 0o604, 0o620, 0o644])('is refused with mode %o', async (mode) => {
    const path = fileWith('correct horse\n', mode);
    const said = await expectCodeAsync('key-file', () => readProtection({ 'passphrase-file': path }, known));
    expect(said).toContain('chmod 600');
    expect(said).not.toContain('horse');
  });

  it('may be a pipe of one’s own, as a password manager gives it', async () => {
    const path = join(temporaryFolder(), 'pipe');
    execFileSync('mkfifo', ['-m', '600', path]);
    execFile('sh', ['-c', 'printf "correct horse\\n" > "$0"', path]);
    expect(await readProtection({ 'passphrase-file': path }, known)).toEqual({
      kind: 'passphrase',
      passphrase: 'correct horse',
    });
  });

  it('is small, and there', async () => {
    const path = fileWith('x'.repeat(4097));
    await expectCodeAsync('too-large', () => readProtection({ 'passphrase-file': path }, known));
    await expectCodeAsync('not-found', () => readProtection({ 'passphrase-file': `${path}2` }, known));
  });
});

describe('a key file', () => {
  it('is made with a new key, and never for one that is there', async () => {
    const path = join(temporaryFolder(), 'key');
    const said = await expectCodeAsync('key-file', () => readProtection({ 'key-file': path }, known));
    expect([said.includes(path), existsSync(path)]).toEqual([true, false]);
    const made = await readProtection({ 'key-file': path }, { ask: '', isNew: true });
    expect(await readProtection({ 'key-file': path }, known)).toEqual(made);
  });
});

describe('a passphrase that is piped in', () => {
  const piped = (...chunks: string[]): Promise<string> => {
    const input = new PassThrough();
    for (const chunk of chunks) input.write(chunk);
    return readPiped(input);
  };

  it('is the first line, also while the pipe stays open', async () => {
    expect(await piped('correct ', 'horse\nbattery')).toBe('correct horse');
    expect(await piped('correct horse\r\n')).toBe('correct horse');
  });

  it('is there, and no more than a passphrase', async () => {
    await expectCodeAsync('cancelled', () => piped('\n'));
    const said = await expectCodeAsync('too-large', () => piped('x'.repeat(4097)));
    expect(said).not.toContain('xx');
  });
});

describe('the question for a passphrase', () => {
  const typed = (keys: string): Promise<string> => {
    const input = new PassThrough();
    const answer = askHidden('', input);
    input.write(keys);
    return answer;
  };

  it('takes a line', async () => {
    expect(await typed('correct horse\r')).toBe('correct horse');
  });

  it.each([
    ['Ctrl C', 'corr\u0003'],
    ['Ctrl D', '\u0004'],
  ])('is refused an answer with %s, which is no success', async (_name, keys) => {
    const said = await expectCodeAsync('cancelled', () => typed(keys));
    expect(said).toContain('nothing was done');
  });
});
