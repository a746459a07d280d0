import { z } from 'zod';
import { says } from '#shared/protocol/saying.ts';
import { Count, decode, encodeLines, splitLines, Words } from '../link/frames.ts';
import { ProtocolViolation } from '../link/protocol-violation.ts';
import { WireTips } from './tips.ts';

/** Formats: docs/protocol.md, "Log sync". */
export const LOG_PROTOCOL = '/ghoststack/log/1';

/** A frame is filled up to this size, and may be larger by one entry. */
export const LOG_FRAME_TARGET_BYTES = 128 * 1024;
export const LOG_FRAME_MAX_BYTES = 256 * 1024;
const ENTRIES_PER_FRAME_MAX = 2048;
const HEADER_MAX_BYTES = 64 * 1024;
/** Tips that a frame names; those that do not fit go on in the next one. */
export const TIPS_MAX_BYTES = 48 * 1024;

const LogHeader = z.looseObject({
  type: z.literal('entries'),
  /** Of whose log they are: the same in all frames of a stream. */
  cell: z.string().regex(/^[0-9a-f]{64}$/),
  seq: Count,
  /** In the last frame of a pass: what the sender holds, as far as it has changed since it last said so. */
  tips: WireTips.optional(),
  /** More of them follow in the next frame, and are answered with it. */
  more: z.boolean().optional(),
});
type LogHeader = z.infer<typeof LogHeader>;

export const LogReply = z.discriminatedUnion('type', [
  z.looseObject({
    type: z.literal('ack'),
    seq: Count,
    /** Entries that were new and are applied now. */
    applied: Count,
    refused: Count,
    /** Why the first of them was refused. */
    reason: Words.optional(),
    /** Answers the `tips` of a frame: what the receiver holds after it, as far as it differs from them. */
    tips: WireTips.optional(),
    /** The `tips` are all that it holds: it has not remembered all that it was told. */
    whole: z.boolean().optional(),
  }),
  /** The receiver could not store the frame; it may have nothing of it. */
  z.looseObject({ type: z.literal('failed'), seq: Count, reason: Words }),
]);
export type LogReply = z.infer<typeof LogReply>;

/** Canonical JSON has no raw line feeds, so an entry is a line. */
export function encodeEntries(header: LogHeader, texts: readonly Uint8Array[]): Uint8Array {
  return encodeLines(header, texts);
}

/** Throws a ProtocolViolation. */
export function decodeEntries(frame: Uint8Array): { header: LogHeader; texts: string[] } {
  const { first, lines } = splitLines(frame, ENTRIES_PER_FRAME_MAX, 'error.violation.tooManyEntries');
  const header = decode(first, LogHeader, 'error.violation.notEntries', HEADER_MAX_BYTES);
  const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
  try {
    return { header, texts: lines.map((line) => utf8.decode(line)) };
  } catch {
    throw new ProtocolViolation(says('error.violation.entriesNotUtf8'));
  }
}

/** Groups texts into frames of about LOG_FRAME_TARGET_BYTES. */
export function* inFrames(texts: Iterable<string>): Generator<Uint8Array[]> {
  let batch: Uint8Array[] = [];
  let bytes = 0;
  for (const text of texts) {
    const line = Buffer.from(text, 'utf8');
    if (
      batch.length > 0 &&
      (bytes + line.length > LOG_FRAME_TARGET_BYTES || batch.length === ENTRIES_PER_FRAME_MAX)
    ) {
      yield batch;
      batch = [];
      bytes = 0;
    }
    batch.push(line);
    bytes += line.length + 1;
  }
  if (batch.length > 0) yield batch;
}
