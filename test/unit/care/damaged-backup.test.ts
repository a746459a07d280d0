import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { toFailure } from '#shared/contract/errors.ts';
import { SEALED_CHUNK_BYTES } from '../../../electron/node/care/backup/chunks.ts';
import { HEADER_BYTES } from '../../../electron/node/care/backup/header.ts';
import { openBackup } from '../../../electron/node/care/backup/opened-backup.ts';
import { stageRestore } from '../../../electron/node/care/backup/restore-backup.ts';
import { madeHome, PASSPHRASE, UNSEEN } from '../../support/care/backed-up-home.ts';

let folder: string;
let whole: Buffer;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'ghoststack-damaged-'));
  const file = join(folder, 'alice.gsbackup');
  const { store, home, backup } = await madeHome(folder, 120);
  await backup(file);
  store.close();
  home.release();
  whole = readFileSync(file);
  expect(whole.length).toBeGreaterThan(HEADER_BYTES + 3 * SEALED_CHUNK_BYTES);
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** The key of what is said, when it is restored; nothing of it is left then. */
async function saidOf(bytes: Uint8Array, passphrase = PASSPHRASE): Promise<string> {
  const file = join(folder, 'damaged.gsbackup');
  writeFileSync(file, bytes);
  const home = join(folder, 'again');
  mkdirSync(home, { recursive: true, mode: 0o700 });
  try {
    const backup = await openBackup(file, passphrase);
    try {
      await stageRestore(backup, passphrase, home, UNSEEN);
    } finally {
      await backup.close();
    }
  } catch (error) {
    expect(existsSync(join(home, 'restoring'))).toBe(false);
    return toFailure(error).says?.key ?? '';
  }
  return 'restored';
}

const flipped = (at: number, bit = 1) => {
  const bytes = Buffer.from(whole);
  bytes[at] = (bytes[at] ?? 0) ^ bit;
  return bytes;
};

/** With a checksum that fits, as whoever means harm would write it. */
const withHeader = (change: (bytes: Buffer) => void) => {
  const bytes = Buffer.from(whole);
  change(bytes);
  createHash('sha256').update(bytes.subarray(0, 96)).digest().copy(bytes, 96);
  return bytes;
};

const chunk = (number: number) => HEADER_BYTES + number * SEALED_CHUNK_BYTES;

describe('a backup of which', () => {
  test.each([
    ['the first byte is another', 0, 'error.care.notBackup'],
    ['the version', 16, 'error.care.headerDamaged'],
    ['the cost', 18, 'error.care.headerDamaged'],
    ['the size', 31, 'error.care.headerDamaged'],
    ['the salt', 32, 'error.care.headerDamaged'],
    ['the nonce', 70, 'error.care.headerDamaged'],
    ['the checksum', 100, 'error.care.headerDamaged'],
    ['the first chunk', chunk(0), 'error.care.backupDamaged'],
    ['the tag of the first chunk', chunk(1) - 1, 'error.care.backupDamaged'],
    ['the second chunk', chunk(1) + 100, 'error.care.backupDamaged'],
  ])('%s was changed, says so', async (_what, at, said) => {
    expect(await saidOf(flipped(at))).toBe(said);
  });

  test('any byte was changed is not restored', async () => {
    const step = process.env.GHOSTSTACK_LONG === '1' ? 997 : 29_989;
    for (let at = 5; at < whole.length; at += step)
      expect(await saidOf(flipped(at, 0x80))).not.toBe('restored');
    expect(await saidOf(flipped(whole.length - 1))).toBe('error.care.backupDamaged');
  });

  test('the end is missing says that', async () => {
    for (const length of [
      16,
      17,
      HEADER_BYTES - 1,
      HEADER_BYTES,
      chunk(0) + 5,
      chunk(1),
      chunk(2),
      whole.length - 1,
    ])
      expect(await saidOf(whole.subarray(0, length)), `${length}`).toBe('error.care.backupCutShort');
    expect(await saidOf(whole.subarray(0, 5))).toBe('error.care.notBackup');
    expect(await saidOf(Buffer.alloc(0))).toBe('error.care.notBackup');
    expect(await saidOf(Buffer.concat([whole, Buffer.alloc(1)]))).toBe('error.care.backupTooLong');
    expect(await saidOf(Buffer.concat([whole, whole.subarray(chunk(0), chunk(1))]))).toBe(
      'error.care.backupTooLong',
    );
  });

  test('chunks were swapped, left out, repeated or taken from another one does not open', async () => {
    const part = (n: number) => whole.subarray(chunk(n), chunk(n + 1));
    const end = whole.subarray(chunk(2));
    const head = whole.subarray(0, HEADER_BYTES);
    expect(await saidOf(Buffer.concat([head, part(1), part(0), end]))).toBe('error.care.backupDamaged');
    expect(await saidOf(Buffer.concat([head, part(0), part(0), end]))).toBe('error.care.backupDamaged');
    expect(await saidOf(Buffer.concat([head, part(1), end]))).toBe('error.care.backupCutShort');
    const shorter = withHeader((bytes) => bytes.writeUIntBE(2 * 65_536, 26, 6)).subarray(0, chunk(2));
    expect(await saidOf(shorter)).toBe('error.care.wrongPassphrase');
  });

  test('the passphrase is another, or the proof of it was changed', async () => {
    expect(await saidOf(whole, 'incorrect horse')).toBe('error.care.wrongPassphrase');
    expect(await saidOf(flipped(130))).toBe('error.care.wrongPassphrase');
    expect(await saidOf(whole, `${PASSPHRASE} `)).toBe('error.care.wrongPassphrase');
  });

  test('the header asks for more work than any backup does is not worked on', async () => {
    const startedMs = performance.now();
    for (const [at, value] of [
      [18, 19],
      [18, 40],
      [18, 255],
      [18, 1],
      [19, 255],
      [20, 255],
      [20, 0],
    ] as const)
      expect(await saidOf(withHeader((bytes) => bytes.writeUInt8(value, at)))).toBe('error.care.tooMuchWork');
    expect(performance.now() - startedMs).toBeLessThan(2000);
    expect(await saidOf(withHeader((bytes) => bytes.writeUInt8(2, 16)))).toBe('error.care.backupNewer');
  });

  test('nothing was changed is restored', async () => {
    expect(await saidOf(whole)).toBe('restored');
  });
});
