import { createHash } from 'node:crypto';
import {
  chunkBytes,
  chunkCount,
  fileKey,
  rootOf,
  sealChunk,
} from '../../../electron/node/messaging/files/chunks.ts';
import { CHUNK_BYTES } from '../../../electron/node/messaging/files/file-limits.ts';
import { savedName } from '../../../electron/node/messaging/files/file-name.ts';
import { encodePayload } from '../../../electron/node/messaging/payload.ts';
import { encodeAnswer } from '../../../electron/node/transport/file/file-frames.ts';

export interface FilesVector {
  readonly comment: string;
  /** Byte i of a file is i mod 251. */
  readonly large: {
    readonly bytes: number;
    readonly sha256: string;
    readonly key: string;
    readonly chunks: readonly { readonly bytes: number; readonly tag: string; readonly sha256: string }[];
    readonly root: string;
  };
  /** What is sealed in envelopes, as UTF-8. */
  readonly plaintexts: readonly { readonly note: string; readonly text: string }[];
  /** Each without its length: header lines, and how many bytes come after the line feed. */
  readonly frames: readonly { readonly header: string; readonly bytes: number }[];
  readonly names: readonly { readonly given: string; readonly saved: string }[];
}

const NAMES = [
  'plan.pdf',
  '..\\..\\a\u202egpj.exe',
  '../../etc/passwd',
  '.bashrc',
  'NUL.txt',
  'a<b>:c|d?.txt. ',
  '',
];

export function bytesOf(length: number): Uint8Array {
  return Uint8Array.from({ length }, (_, index) => index % 251);
}

/** A large file as it is sealed, a small one in parts, the frames of `/ghoststack/file/1`, and names as they are saved. */
export function filesVector(): FilesVector {
  const bytes = 2 * CHUNK_BYTES + 100;
  const file = bytesOf(bytes);
  const raw = bytesOf(32);
  const key = fileKey(raw);
  const sealed = Array.from({ length: chunkCount(bytes) }, (_, index) => {
    const from = index * CHUNK_BYTES;
    return Buffer.concat(sealChunk(key, index, file.subarray(from, from + chunkBytes(bytes, index))));
  });
  const hashes = Buffer.concat(sealed.map((chunk) => createHash('sha256').update(chunk).digest()));
  const root = rootOf(hashes);
  const sha256 = createHash('sha256').update(file).digest('hex');
  const [mid, other] = ['0'.repeat(8), '1'.repeat(8)].map(
    (start) => `${start}-0000-4000-8000-000000000000`,
  ) as [string, string];
  const facts = { name: 'plan.bin', type: 'application/octet-stream', bytes, sha256 };
  const small = bytesOf(3);
  const text = (payload: Parameters<typeof encodePayload>[0]) =>
    Buffer.from(encodePayload(payload)).toString('utf8');
  const message = {
    kind: 'message',
    mid,
    text: 'Here it is.',
    broadcast: false,
    reply: null,
    agent: null,
    credential: null,
  } as const;
  const smallFacts = { ...facts, bytes: 3, sha256: createHash('sha256').update(small).digest('hex') };
  const header = (frame: Uint8Array) => {
    const end = Buffer.from(frame).indexOf('\n');
    return { header: Buffer.from(frame).subarray(0, end).toString('utf8'), bytes: frame.length - end - 1 };
  };
  return {
    comment: 'A large file in three chunks, a small one in one part, and the frames of /ghoststack/file/1.',
    large: {
      bytes,
      sha256,
      key: Buffer.from(raw).toString('base64url'),
      chunks: sealed.map((chunk) => ({
        bytes: chunk.length,
        tag: Buffer.from(chunk.subarray(-16)).toString('hex'),
        sha256: createHash('sha256').update(chunk).digest('hex'),
      })),
      root,
    },
    plaintexts: [
      {
        note: 'a message with a large file',
        text: text({
          ...message,
          file: { ...facts, way: { key: Buffer.from(raw).toString('base64url'), root } },
        }),
      },
      {
        note: 'a message with a small file and no text',
        text: text({ ...message, text: '', file: { ...smallFacts, way: { parts: 1 } } }),
      },
      { note: 'its part', text: text({ kind: 'part', mid: other, of: mid, index: 0, data: small }) },
    ],
    frames: [
      { header: JSON.stringify({ get: 'hashes', root }), bytes: -1 },
      header(encodeAnswer({ type: 'hashes', from: 0 }, hashes)),
      { header: JSON.stringify({ get: 'chunks', root, from: 0, count: 3 }), bytes: -1 },
      ...sealed.map((chunk, index) => header(encodeAnswer({ type: 'chunk', index }, chunk))),
      header(encodeAnswer({ type: 'wait' })),
      ...(['not-found', 'gone', 'changed', 'busy'] as const).map((code) =>
        header(encodeAnswer({ type: 'end', code })),
      ),
    ],
    names: NAMES.map((given) => ({ given, saved: savedName(given).whole })),
  };
}
