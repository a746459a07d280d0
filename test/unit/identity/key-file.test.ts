import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readOrCreateKeyFile } from '../../../electron/node/identity/key-file.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { expectCode } from '../../support/throws-code.ts';

describe('the key file', () => {
  it('is made if missing: 32 random bytes, for its owner alone, the same when read again', () => {
    const folder = temporaryFolder();
    const secret = readOrCreateKeyFile(join(folder, 'key'));
    expect(secret).toHaveLength(32);
    expect(readOrCreateKeyFile(join(folder, 'key'))).toEqual(secret);
    expect(readOrCreateKeyFile(join(folder, 'other'))).not.toEqual(secret);
    expect(statSync(join(folder, 'key')).mode & 0o777).toBe(0o600);
    expect(readFileSync(join(folder, 'key'), 'utf8')).toMatch(/^[A-Za-z0-9_-]{43}\n$/);
  });

  it.each([0o640, 0o604, 0o622, 0o644])('is refused with mode %o, in words', (mode) => {
    const path = join(temporaryFolder(), 'key');
    readOrCreateKeyFile(path);
    chmodSync(path, mode);
    expect(expectCode('key-file', () => readOrCreateKeyFile(path))).toMatch(/chmod 600/);
  });

  it.each(['', 'AAAA\n', `${'A'.repeat(43)}\n${'A'.repeat(43)}\n`, `${'A'.repeat(42)}B`, ' '.repeat(9000)])(
    'is refused and left alone if it holds something else (%#)',
    (text) => {
      const path = join(temporaryFolder(), 'key');
      writeFileSync(path, text, { mode: 0o600 });
      expect(expectCode('key-file', () => readOrCreateKeyFile(path))).toContain(path);
      expect(readFileSync(path, 'utf8')).toBe(text);
    },
  );

  it('is refused if it is a folder, a pipe, a loop of links, or in a folder that is not there', () => {
    const folder = temporaryFolder();
    mkdirSync(join(folder, 'folder'));
    symlinkSync(join(folder, 'loop'), join(folder, 'loop'));
    execFileSync('mkfifo', ['-m', '600', join(folder, 'pipe')]);
    for (const name of ['folder', 'loop', 'pipe', 'no/such']) {
      expectCode('key-file', () => readOrCreateKeyFile(join(folder, name)));
    }
  });

  it('may be a link to a key file', () => {
    const folder = temporaryFolder();
    const secret = readOrCreateKeyFile(join(folder, 'key'));
    symlinkSync(join(folder, 'key'), join(folder, 'link'));
    expect(readOrCreateKeyFile(join(folder, 'link'))).toEqual(secret);
  });
});
