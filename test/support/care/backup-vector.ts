/** The vector of the backup's format: node test/support/care/backup-vector.ts --write */
import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { backupKey, keyFor } from '../../../electron/node/care/backup/backup-key.ts';
import { CHUNK_BYTES, SEALED_CHUNK_BYTES } from '../../../electron/node/care/backup/chunks.ts';
import { HEADER_BYTES, writeHeader } from '../../../electron/node/care/backup/header.ts';
import { SealedWriter } from '../../../electron/node/care/backup/sealed-writer.ts';

export const VECTOR_PATH = new URL('../../vectors/backup/two-chunks.json', import.meta.url);

const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex');

/** Of 65 546 bytes, `i mod 251` each, sealed under fixed salt and nonce. */
export async function backupVector() {
  const passphrase = 'Zoë’s passphrase';
  const salt = new Uint8Array(32).fill(0x11);
  const nonce = new Uint8Array(32).fill(0x22);
  const cost = { log2N: 14, r: 8, p: 1 };
  const key = await backupKey(passphrase, salt, cost);
  const content = Buffer.from(Array.from({ length: CHUNK_BYTES + 10 }, (_, i) => i % 251));
  const header = writeHeader(key, nonce, content.length);
  const folder = mkdtempSync(join(tmpdir(), 'ghoststack-vector-'));
  try {
    const path = join(folder, 'x');
    const file = await open(path, 'wx');
    const writer = new SealedWriter(file, header, key.root);
    await writer.write(content.subarray(0, 1000));
    await writer.write(content.subarray(1000));
    await writer.end();
    await file.close();
    const all = readFileSync(path);
    return {
      comment:
        'A backup (docs/backup.md) of 65546 bytes of content, i mod 251 each. All binary values are hex.',
      passphrase,
      ...cost,
      salt: hex(salt),
      nonce: hex(nonce),
      root: hex(key.root),
      chunkKey: hex(keyFor('chunks', key.root, nonce)),
      checkKey: hex(keyFor('check', key.root, nonce)),
      keysKey: hex(keyFor('keys', key.root, nonce)),
      header: hex(header.bytes),
      firstChunkTag: hex(all.subarray(HEADER_BYTES + CHUNK_BYTES, HEADER_BYTES + SEALED_CHUNK_BYTES)),
      lastChunk: hex(all.subarray(HEADER_BYTES + SEALED_CHUNK_BYTES)),
      fileBytes: all.length,
      fileSha256: createHash('sha256').update(all).digest('hex'),
    };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

if (process.argv.includes('--write')) {
  writeFileSync(VECTOR_PATH, `${JSON.stringify(await backupVector(), null, 2)}\n`);
}
