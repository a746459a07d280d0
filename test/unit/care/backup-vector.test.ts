import { createDecipheriv, createHash, createHmac, hkdfSync, scryptSync } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { backupVector, VECTOR_PATH } from '../../support/care/backup-vector.ts';

type Vector = Awaited<ReturnType<typeof backupVector>>;
const vector = JSON.parse(readFileSync(VECTOR_PATH, 'utf8')) as Vector;
const bytes = (hex: string) => Buffer.from(hex, 'hex');

test('the product writes the very bytes of the vector', async () => {
  expect(await backupVector()).toEqual(vector);
});

test('node:crypto alone comes to the same, as docs/backup.md has it', () => {
  const { passphrase, log2N, r, p, salt, nonce, root, chunkKey, header, lastChunk } = vector;
  const made = scryptSync(passphrase.normalize('NFKC'), bytes(salt), 32, { N: 2 ** log2N, r, p });
  expect(made.toString('hex')).toBe(root);
  const derived = (use: string) =>
    Buffer.from(hkdfSync('sha256', made, bytes(nonce), `ghoststack/backup/v1 ${use}`, 32));
  expect(derived('chunks').toString('hex')).toBe(chunkKey);
  const head = bytes(header);
  expect(head.length).toBe(160);
  expect(head.subarray(96, 128)).toEqual(createHash('sha256').update(head.subarray(0, 96)).digest());
  expect(head.subarray(128)).toEqual(
    createHmac('sha256', derived('check')).update(head.subarray(0, 128)).digest(),
  );
  const sealed = bytes(lastChunk);
  const decipher = createDecipheriv('aes-256-gcm', bytes(chunkKey), bytes('000000000000000000000101'));
  decipher.setAAD(Buffer.concat([head, Buffer.of(1)]));
  decipher.setAuthTag(sealed.subarray(-16));
  const plain = Buffer.concat([decipher.update(sealed.subarray(0, -16)), decipher.final()]);
  expect([...plain]).toEqual(Array.from({ length: 10 }, (_, i) => (65_536 + i) % 251));
});
