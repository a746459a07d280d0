import { createCipheriv, createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { fileKey, isChunk, openChunk } from '../../../electron/node/messaging/files/chunks.ts';
import { savedName } from '../../../electron/node/messaging/files/file-name.ts';
import { decodePayload, encodePayload } from '../../../electron/node/messaging/payload.ts';
import { decodeAnswer, FileRequest } from '../../../electron/node/transport/file/file-frames.ts';
import { bytesOf, type FilesVector } from '../../support/protocol/files-vector.ts';
import { readJson } from '../../support/protocol/read-vectors.ts';

const { large, plaintexts, frames, names } = readJson<FilesVector>('files.json');

/** By node:crypto alone. */
function sealed(index: number): Buffer {
  const nonce = Buffer.alloc(12);
  nonce.writeUInt32BE(index, 8);
  const cipher = createCipheriv('aes-256-gcm', Buffer.from(large.key, 'base64url'), nonce);
  const plain = bytesOf(large.bytes).subarray(index * 65_536, (index + 1) * 65_536);
  return Buffer.concat([cipher.update(plain), cipher.final(), cipher.getAuthTag()]);
}

describe('files.json', () => {
  it('names a large file by its sealed chunks, by node:crypto alone and by ours', () => {
    const hashes = large.chunks.map((chunk, index) => {
      const bytes = sealed(index);
      expect({
        bytes: bytes.length,
        tag: bytes.subarray(-16).toString('hex'),
        sha256: createHash('sha256').update(bytes).digest('hex'),
      }).toEqual(chunk);
      return createHash('sha256').update(bytes).digest();
    });
    const all = Buffer.concat(hashes);
    expect(createHash('sha256').update(all).digest('hex')).toBe(large.root);
    expect(createHash('sha256').update(bytesOf(large.bytes)).digest('hex')).toBe(large.sha256);
    const key = fileKey(Buffer.from(large.key, 'base64url'));
    expect(large.chunks.every((_, index) => isChunk(all, index, [sealed(index)]))).toBe(true);
    expect(openChunk(key, 2, sealed(2))).toHaveLength(100);
  });

  it.each(plaintexts)('reads and writes $note', ({ text }) => {
    const payload = decodePayload(Buffer.from(text));
    expect(Buffer.from(encodePayload(payload)).toString()).toBe(text);
  });

  it('reads each frame', () => {
    for (const { header, bytes } of frames) {
      if (bytes === -1) expect(FileRequest.parse(JSON.parse(header))).toEqual(JSON.parse(header));
      else {
        const read = decodeAnswer(Buffer.from(`${header}\n${'x'.repeat(bytes)}`));
        expect([read.answer, read.bytes.length]).toEqual([JSON.parse(header), bytes]);
      }
    }
  });

  it.each(names)('saves $given as $saved', ({ given, saved }) => {
    expect(savedName(given).whole).toBe(saved);
  });
});
