import { z } from 'zod';
import { type SayingKey, says } from '#shared/protocol/saying.ts';
import { parseStrictJsonBytes } from '../../crypto/strict-json.ts';
import { BATCH_MAX_ENVELOPES } from '../../messaging/limits.ts';
import { Vouch } from '../../messaging/vouch.ts';
import { WireTips } from '../log/tips.ts';
import { ProtocolViolation } from './protocol-violation.ts';

/** Formats: docs/protocol.md, "Push protocol". */
export const HELLO_PROTOCOL = '/ghoststack/hello/1';
export const PUSH_PROTOCOL = '/ghoststack/push/1';
/** Versions of the whole that this build speaks. */
export const VERSIONS: readonly number[] = [1];

export const PUSH_FRAME_MAX_BYTES = 256 * 1024;
/** Bytes. */
export const MIB = 1024 * 1024;
/** What a sender may have sent without an acknowledgement. */
export const UNACKNOWLEDGED_MAX_BYTES = MIB;
/** The same of messages, to who says in its hello that it takes so much. */
export const PUSH_CREDIT_BYTES = 4 * MIB;
/** Of seven members a cell takes 1 KiB; members who left stay in the tips. */
export const HELLO_FRAME_MAX_BYTES = 32 * 1024;
/** Cells are named in the hello itself while it stays under this; the others follow. */
export const HELLO_CELLS_BYTES = 24 * 1024;
/** What follows a hello: of one cell each. */
export const CELL_FRAME_MAX_BYTES = 256 * 1024;
/** Of one hello: more than any honest node has to say. */
export const HELLO_FRAMES_MAX = 32;
/** That a home holds. */
export const CELLS_MAX = 8;

export const Count = z.int().min(0);
export const Words = z.string().max(300);

/** Random at every start of a node. */
export const Instance = z.string().regex(/^[0-9a-f]{16,32}$/);

/** A cell that both sides may be in, the version of its rules, and what the node holds of its log. */
export const SaidCell = z.looseObject({
  cell: z.string().regex(/^[0-9a-f]{64}$/),
  rules: Count,
  tips: WireTips.optional(),
});
export type SaidCell = z.infer<typeof SaidCell>;

export const Hello = z.looseObject({
  type: z.literal('hello'),
  versions: z.array(Count).min(1).max(16),
  /** Milliseconds since the epoch. */
  clock: Count,
  /** Random at every start of a node: tells a second connection from a second life. */
  instance: Instance,
  /** TCP ports on which the node listens. */
  ports: z.array(z.int().min(1).max(65_535)).max(8),
  /** MiB that may be pushed to the node without an acknowledgement, if it is not UNACKNOWLEDGED_MAX_BYTES. */
  credit: Count.optional(),
  /**
   * Of the side that dialled: its cells in which the other is a member or listed, the live one first, with all tips. Of the
   * other: those of them that it holds, with the tips that differ. Absent outside a cell.
   */
  cells: z.array(SaidCell).max(CELLS_MAX).optional(),
  /** The key of this connection was the peer's, and was changed: nothing comes of it. */
  former: z.boolean().optional(),
  /** More cells follow, each in a frame of its own. */
  more: z.boolean().optional(),
});
export type Hello = z.infer<typeof Hello>;

/** Goes on with the cells of a hello; later on, that one is held from now on. */
export const CellFrame = SaidCell.extend({ type: z.literal('cell'), more: z.boolean().optional() });
export type CellFrame = z.infer<typeof CellFrame>;

const Address = z.string().max(128);

/** The last word on a connection. `code` decides what the other side makes of it. */
export const Bye = z.looseObject({
  type: z.literal('bye'),
  code: z
    .enum(['stopping', 'duplicate', 'version', 'cell', 'twin', 'cut-off', 'removed', 'key'])
    .or(z.string().max(40)),
  reason: Words,
});
export type Bye = z.infer<typeof Bye>;

/** Tells a node that another one with its key is connected at the same time, which, and where to ask it for proof. */
export const Twin = z.looseObject({
  type: z.literal('twin'),
  instance: Instance,
  addresses: z.array(Address).max(2).default([]),
});
export type Twin = z.infer<typeof Twin>;

/** Where the sender has met other members: for those who know them by name only. Hints; keys are proved on dialling. */
export const Whereabouts = z.looseObject({
  type: z.literal('where'),
  members: z.array(z.looseObject({ did: z.string().max(160), addresses: z.array(Address).max(4) })).max(16),
});
export type Whereabouts = z.infer<typeof Whereabouts>;

/** Asks for a sign of life, and gives one. */
const Ping = z.looseObject({ type: z.literal('ping') });
const Pong = z.looseObject({ type: z.literal('pong') });

/** What may follow the hello on its stream. */
export const Control = z.discriminatedUnion('type', [Bye, Twin, Whereabouts, Ping, Pong, CellFrame]);
export type Control = z.infer<typeof Control>;

export const PushHeader = z.looseObject({
  type: z.literal('envelopes'),
  seq: Count,
  done: Count,
  total: Count,
  bytes_done: Count,
  bytes_total: Count,
  vouch: Vouch.optional(),
});
export type PushHeader = z.infer<typeof PushHeader>;

export const PushReply = z.discriminatedUnion('type', [
  z.looseObject({ type: z.literal('ack'), seq: Count, acknowledgement: z.unknown() }),
  /** The receiver could not store the batch; it has nothing of it. */
  z.looseObject({ type: z.literal('failed'), seq: Count, reason: Words }),
]);
export type PushReply = z.infer<typeof PushReply>;

const NEWLINE = 0x0a;

/** A header line, then one envelope a line: so each can be judged by itself. JSON text has no raw line feeds. */
export function encodePush(header: PushHeader, envelopes: readonly Uint8Array[]): Uint8Array {
  return encodeLines(header, envelopes);
}

/** Throws a ProtocolViolation. */
export function decodePush(frame: Uint8Array): { header: PushHeader; envelopes: Uint8Array[] } {
  const { first, lines } = splitLines(frame, BATCH_MAX_ENVELOPES, 'error.violation.tooManyMessages');
  return { header: decode(first, PushHeader, 'error.violation.notMessages', 1024), envelopes: lines };
}

export function encodeLines(header: object, lines: readonly Uint8Array[]): Uint8Array {
  const separator = Uint8Array.of(NEWLINE);
  return Buffer.concat([encodeFrame(header), ...lines.flatMap((line) => [separator, line])]);
}

/** The header line of a frame and what follows it. Throws a ProtocolViolation that says `tooMany` for more lines than `maxLines`. */
export function splitLines(
  frame: Uint8Array,
  maxLines: number,
  tooMany: SayingKey,
): { first: Uint8Array; lines: Uint8Array[] } {
  const lines: Uint8Array[] = [];
  let from = 0;
  for (let at = frame.indexOf(NEWLINE); at !== -1; at = frame.indexOf(NEWLINE, from)) {
    lines.push(frame.subarray(from, at));
    from = at + 1;
    if (lines.length > maxLines) {
      throw new ProtocolViolation(says(tooMany, { limit: maxLines }));
    }
  }
  lines.push(frame.subarray(from));
  const [first = new Uint8Array(0), ...rest] = lines;
  return { first, lines: rest };
}

export function encodeFrame(value: object): Uint8Array {
  return Buffer.from(JSON.stringify(value), 'utf8');
}

/** Reads one JSON frame of that schema. Throws a ProtocolViolation that says `otherwise`. */
export function decodeFrame<T>(frame: Uint8Array, schema: z.ZodType<T>, otherwise: SayingKey): T {
  return decode(frame, schema, otherwise, PUSH_FRAME_MAX_BYTES);
}

/** Reads JSON of that schema out of a frame. Throws a ProtocolViolation that says `otherwise`. */
export function decode<T>(
  bytes: Uint8Array,
  schema: z.ZodType<T>,
  otherwise: SayingKey,
  maxBytes: number,
): T {
  try {
    const parsed = schema.safeParse(parseStrictJsonBytes(bytes, { maxBytes }));
    if (parsed.success) return parsed.data;
  } catch {
    // Below.
  }
  throw new ProtocolViolation(says(otherwise));
}
