/** Bitstrings of Bitstring Status List 1.0 (§4): 131 072 bits, gzip, base64url with `u` before it. */
import { crc32, gzipSync, inflateRawSync } from 'node:zlib';
import { LIST_BITS } from '#shared/protocol/credentials/list-bits.ts';
import { decodeBase64url, encodeBase64url } from '../../crypto/base64url.ts';
import { LIST_GZIP_MAX_BYTES } from '../limits.ts';
import { refused } from '../refusal.ts';
import { reading } from '../sd-jwt/index.ts';

const LIST_BYTES = LIST_BITS / 8;

/** RFC 1952 §2.3: ten bytes before the data where no flag is set, and CRC and length, of four bytes each, after it. */
const GZIP_HEAD = 10;
const GZIP_TAIL = 8;
const GZIP_START = [0x1f, 0x8b, 8, 0];

/** gzip as base64url, without the `u`. */
export function packBits(bits: Uint8Array): string {
  return encodeBase64url(gzipSync(bits, { level: 9 }));
}

/**
 * Exactly one member of gzip without flags, that holds exactly 16 384 bytes. It stops at the first byte beyond them,
 * however small a text was that would become gigabytes. Throws `too-large` or `status-invalid`.
 */
export function unpackBits(text: string): Uint8Array {
  if (text.length > Math.ceil((LIST_GZIP_MAX_BYTES * 4) / 3)) {
    throw refused('too-large', 'error.credential.listLarge', { limit: { bytes: LIST_GZIP_MAX_BYTES } });
  }
  const packed = reading(() => decodeBase64url(text));
  if (GZIP_START.some((byte, at) => packed[at] !== byte) || packed.length < GZIP_HEAD + GZIP_TAIL) {
    throw refused('status-invalid', 'error.credential.listGzip');
  }
  const { bits, usedBytes } = inflate(packed.subarray(GZIP_HEAD));
  const tail = Buffer.from(packed.subarray(GZIP_HEAD + usedBytes));
  if (bits.length !== LIST_BYTES || tail.length > GZIP_TAIL) {
    throw refused('too-large', 'error.credential.listLength', { limit: { bytes: LIST_BYTES } });
  }
  if (
    tail.length < GZIP_TAIL ||
    tail.readUInt32LE(0) !== crc32(bits) ||
    tail.readUInt32LE(4) !== LIST_BYTES
  ) {
    throw refused('status-invalid', 'error.credential.listGzip');
  }
  return bits;
}

function inflate(data: Uint8Array): { bits: Uint8Array; usedBytes: number } {
  try {
    const { buffer, engine } = inflateRawSync(data, {
      maxOutputLength: LIST_BYTES,
      info: true,
    }) as unknown as { buffer: Buffer; engine: { bytesWritten: number } };
    return { bits: new Uint8Array(buffer), usedBytes: engine.bytesWritten };
  } catch (thrown) {
    const { code } = thrown as { code?: unknown };
    throw code === 'ERR_BUFFER_TOO_LARGE'
      ? refused('too-large', 'error.credential.listLength', { limit: { bytes: LIST_BYTES } })
      : refused('status-invalid', 'error.credential.listGzip');
  }
}
