import { z } from 'zod';
import { says } from '#shared/protocol/saying.ts';
import { CHUNKS_AT_ONCE, HASH_BYTES } from '../../messaging/files/file-limits.ts';
import { Count, decode, encodeFrame } from '../link/frames.ts';
import { ProtocolViolation } from '../link/protocol-violation.ts';

/** Formats: docs/protocol.md, "Files". */
export const FILE_PROTOCOL = '/ghoststack/file/1';
export const FILE_FRAME_MAX_BYTES = 256 * 1024;
export const FILE_REQUEST_MAX_BYTES = 1024;
/** Of chunks that one frame names. */
export const HASHES_A_FRAME = Math.floor((FILE_FRAME_MAX_BYTES - 1024) / HASH_BYTES);

const Root = z.string().regex(/^[0-9a-f]{64}$/);

export const FileRequest = z.discriminatedUnion('get', [
  z.looseObject({ get: z.literal('hashes'), root: Root }),
  z.looseObject({
    get: z.literal('chunks'),
    root: Root,
    from: Count,
    count: z.int().min(1).max(CHUNKS_AT_ONCE),
  }),
]);
export type FileRequest = z.infer<typeof FileRequest>;

export const FileAnswer = z.discriminatedUnion('type', [
  /** The hashes follow, from that chunk on. */
  z.looseObject({ type: z.literal('hashes'), from: Count }),
  /** The chunk follows, sealed. */
  z.looseObject({ type: z.literal('chunk'), index: Count }),
  /** Nothing yet: other things go first. */
  z.looseObject({ type: z.literal('wait') }),
  /** The last word. */
  z.looseObject({ type: z.literal('end'), code: z.enum(['not-found', 'gone', 'changed', 'busy']) }),
]);
export type FileAnswer = z.infer<typeof FileAnswer>;

const NEWLINE = 0x0a;
const HEADER_MAX_BYTES = 256;

/** A header line, and bytes after it. */
export function encodeAnswer(answer: FileAnswer, bytes: Uint8Array = new Uint8Array(0)): Uint8Array {
  return Buffer.concat([encodeFrame(answer), Uint8Array.of(NEWLINE), bytes]);
}

/** Throws a ProtocolViolation. */
export function decodeAnswer(frame: Uint8Array): { answer: FileAnswer; bytes: Uint8Array } {
  const end = frame.subarray(0, HEADER_MAX_BYTES).indexOf(NEWLINE);
  if (end === -1) throw new ProtocolViolation(says('error.violation.notFileAnswer'));
  const answer = decode(
    frame.subarray(0, end),
    FileAnswer,
    'error.violation.notFileAnswer',
    HEADER_MAX_BYTES,
  );
  return { answer, bytes: frame.subarray(end + 1) };
}
