/** Messages of D-Bus as they travel (D-Bus Specification 0.43, "Message Protocol"): calls that are made here, and of what comes the leading plain values. */
import { BusReader, type BusValue } from './bus-reader.ts';

export interface BusCall {
  readonly destination: string;
  readonly path: string;
  readonly interface: string;
  readonly member: string;
  readonly args?: readonly string[];
}

export interface BusMessage {
  readonly kind: 'call' | 'answer' | 'error' | 'signal';
  readonly serial: number;
  readonly sender: string | null;
  /** Of an answer and an error: the serial of the call. */
  readonly answers: number | null;
  readonly member: string | null;
  /** Up to the first value that is neither text, truth nor number. */
  readonly args: readonly BusValue[];
}

const KINDS = ['call', 'answer', 'error', 'signal'] as const;
const FIELD = {
  path: 1,
  interface: 2,
  member: 3,
  error: 4,
  answers: 5,
  destination: 6,
  sender: 7,
  signature: 8,
} as const;
const FIXED_BYTES = 16;
const LITTLE_ENDIAN = 'l'.charCodeAt(0);
const VERSION = 1;
/** Nobody tells us more; the specification allows 128 MiB. */
const MESSAGE_MAX_BYTES = 1024 * 1024;

export function encodeCall(call: BusCall, serial: number): Buffer {
  const args = call.args ?? [];
  const body = new Writer();
  for (const arg of args) body.text(arg);
  const fields = new Writer();
  fields.field(FIELD.path, 'o', call.path);
  fields.field(FIELD.interface, 's', call.interface);
  fields.field(FIELD.member, 's', call.member);
  fields.field(FIELD.destination, 's', call.destination);
  if (args.length > 0) fields.field(FIELD.signature, 'g', 's'.repeat(args.length));
  return encode('call', serial, fields, body);
}

/** What a call is answered with that nobody here takes. Without an answer its caller would wait for long. */
export function encodeRefusal(call: BusMessage, serial: number): Buffer {
  const fields = new Writer();
  fields.field(FIELD.error, 's', 'org.freedesktop.DBus.Error.UnknownMethod');
  fields.align(8).byte(FIELD.answers).byte(1).byte('u'.charCodeAt(0)).byte(0).number(call.serial);
  if (call.sender) fields.field(FIELD.destination, 's', call.sender);
  return encode('error', serial, fields, new Writer());
}

function encode(kind: BusMessage['kind'], serial: number, fields: Writer, body: Writer): Buffer {
  const head = new Writer();
  head
    .byte(LITTLE_ENDIAN)
    .byte(KINDS.indexOf(kind) + 1)
    .byte(0)
    .byte(VERSION);
  head.number(body.length).number(serial);
  // The array starts at 16, so that what is aligned in it is aligned in the message.
  head.number(fields.length).bytes(fields.take()).align(8);
  return Buffer.concat([head.take(), body.take()]);
}

/**
 * The first message of what has come so far, and how many bytes it has; null while it is not there whole.
 * @throws {Error} if it is none, or larger than any that concerns us
 */
export function decodeMessage(
  bytes: Buffer,
): { readonly message: BusMessage; readonly length: number } | null {
  if (bytes.length < FIXED_BYTES) return null;
  const little = bytes[0] === LITTLE_ENDIAN;
  const start = new BusReader(bytes, 4, little);
  const bodyBytes = start.number();
  const serial = start.number();
  const fieldBytes = start.number();
  const bodyAt = (FIXED_BYTES + fieldBytes + 7) & ~7;
  const length = bodyAt + bodyBytes;
  if (fieldBytes > MESSAGE_MAX_BYTES || bodyBytes > MESSAGE_MAX_BYTES) {
    throw new Error(`a message of ${length} bytes`);
  }
  if (bytes.length < length) return null;
  const kind = KINDS[(bytes[1] ?? 0) - 1];
  if (!kind) throw new Error(`a message of kind ${bytes[1]}`);
  const fields = fieldsOf(new BusReader(bytes.subarray(0, FIXED_BYTES + fieldBytes), FIXED_BYTES, little));
  const { member, sender, answers, signature } = fields;
  const args = new BusReader(bytes.subarray(bodyAt, length), 0, little).plainValues(signature);
  return { message: { kind, serial, sender, member, answers, args }, length };
}

function fieldsOf(reader: BusReader) {
  const fields = {
    member: null as string | null,
    sender: null as string | null,
    answers: null as number | null,
    signature: '',
  };
  while (!reader.isAtEnd) {
    reader.align(8);
    const field = reader.byte();
    const value = reader.variant();
    if (field === FIELD.member && typeof value === 'string') fields.member = value;
    if (field === FIELD.sender && typeof value === 'string') fields.sender = value;
    if (field === FIELD.answers && typeof value === 'number') fields.answers = value;
    if (field === FIELD.signature && typeof value === 'string') fields.signature = value;
  }
  return fields;
}

class Writer {
  readonly #parts: number[] = [];

  get length(): number {
    return this.#parts.length;
  }

  byte(value: number): this {
    this.#parts.push(value);
    return this;
  }

  bytes(value: Uint8Array): this {
    this.#parts.push(...value);
    return this;
  }

  align(to: number): this {
    while (this.#parts.length % to !== 0) this.#parts.push(0);
    return this;
  }

  number(value: number): this {
    this.align(4);
    return this.byte(value & 255)
      .byte((value >>> 8) & 255)
      .byte((value >>> 16) & 255)
      .byte(value >>> 24);
  }

  text(value: string): this {
    const bytes = Buffer.from(value, 'utf8');
    return this.number(bytes.length).bytes(bytes).byte(0);
  }

  field(name: number, signature: 'o' | 's' | 'g', value: string): this {
    this.align(8).byte(name).byte(1).byte(signature.charCodeAt(0)).byte(0);
    if (signature !== 'g') return this.text(value);
    const bytes = Buffer.from(value, 'utf8');
    return this.byte(bytes.length).bytes(bytes).byte(0);
  }

  take(): Buffer {
    return Buffer.from(this.#parts);
  }
}
