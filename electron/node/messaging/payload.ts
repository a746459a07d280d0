import { z } from 'zod';
import { CycleDigest } from '#shared/contract/domain/agent-act.ts';
import { GhostStackError } from '#shared/contract/errors.ts';
import { MESSAGE_TEXT_MAX_BYTES } from '#shared/protocol/limits.ts';
import { says } from '#shared/protocol/saying.ts';
import { decodeBase64url, encodeBase64url } from '../crypto/base64url.ts';
import { canonicalize } from '../crypto/canonical-json.ts';
import { parseStrictJsonBytes } from '../crypto/strict-json.ts';
import { FileFacts, type FileOffer, FileWayMembers, fileWay, PART_BYTES, PARTS_MAX } from './file-offer.ts';
import { ENVELOPE_MAX_BYTES } from './limits.ts';

/** `to` of a message that went to everyone: its recipients show it in the conversation of all. */
export const BROADCAST = 'broadcast';

/** Of a message; as an envelope's id, 36 characters. */
const Mid = z.string().regex(/^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/);

/** What is sealed. Members that are not known yet are kept out of the way, not refused: later versions add some. */
const Credential = z.object({
  whole: z.record(z.string(), z.unknown()).readonly(),
  jwt: z.string(),
  disclosures: z.array(z.string()).readonly(),
});

const MessageForm = z.looseObject({
  mid: Mid,
  text: z.string(),
  to: z.literal(BROADCAST).optional(),
  reply: Mid.optional(),
  agent: CycleDigest.optional(),
  file: FileFacts.optional(),
  credential: Credential.optional(),
  ...FileWayMembers,
});

const PartForm = z.looseObject({
  mid: Mid,
  part: z.looseObject({
    of: Mid,
    index: z
      .int()
      .min(0)
      .max(PARTS_MAX - 1),
    data: z
      .string()
      .min(1)
      .max(Math.ceil((PART_BYTES * 4) / 3)),
  }),
});

export type SentCredential = z.infer<typeof Credential>;

export interface MessagePayload {
  readonly kind: 'message';
  /** Names the message for its sender and recipients, whatever envelope it comes in: the uuid of the sender's row. */
  readonly mid: string;
  /** Empty only where there is a file. */
  readonly text: string;
  readonly broadcast: boolean;
  /** The mid of the message that is answered. */
  readonly reply: string | null;
  /** Of one that its sender's agent wrote: the digest of the cycle that led to it. */
  readonly agent: string | null;
  readonly file: FileOffer | null;
  /** What its sender issued to its recipient, in both forms; nothing of it was looked at. */
  readonly credential: SentCredential | null;
}

/** One part of a small file. */
export interface PartPayload {
  readonly kind: 'part';
  readonly mid: string;
  /** The mid of the message that the file comes with. */
  readonly of: string;
  /** From 0. */
  readonly index: number;
  readonly data: Uint8Array;
}

export type Payload = MessagePayload | PartPayload;

/** The envelope around a payload, signature and base64 of the payload included, takes at most this much. */
const ENVELOPE_AROUND_BYTES = 4 * 1024;
const PAYLOAD_MAX_BYTES = Math.floor(((ENVELOPE_MAX_BYTES - ENVELOPE_AROUND_BYTES) * 3) / 4) - 16;
/** Of the right length, where a message is only measured. */
const SOME_MID = '00000000-0000-4000-8000-000000000000';
const SOME_DIGEST = '0'.repeat(64);

/** Throws `invalid-argument` or `too-large` if this cannot be the text of a message. */
export function requireMessageText(text: unknown): asserts text is string {
  if (typeof text !== 'string' || text.length === 0) {
    throw new GhostStackError('invalid-argument', says('error.messaging.noText'));
  }
  const bytes = Buffer.byteLength(text, 'utf8');
  if (bytes > MESSAGE_TEXT_MAX_BYTES) {
    throw new GhostStackError(
      'too-large',
      says('error.messaging.textTooLong', { bytes, limit: MESSAGE_TEXT_MAX_BYTES }),
    );
  }
  if (/\p{Surrogate}/u.test(text)) {
    throw new GhostStackError('invalid-argument', says('error.messaging.halfSurrogate'));
  }
  encodePayload({
    kind: 'message',
    mid: SOME_MID,
    text,
    broadcast: true,
    reply: SOME_MID,
    agent: SOME_DIGEST,
    file: null,
    credential: null,
  });
}

/** Throws `too-large`. What is written here is not looked at again: its parts have been. */
export function encodePayload(payload: Payload): Uint8Array {
  const bytes = Buffer.from(
    canonicalize(payload.kind === 'part' ? partForm(payload) : form(payload)),
    'utf8',
  );
  if (bytes.length > PAYLOAD_MAX_BYTES) {
    throw new GhostStackError(
      'too-large',
      says('error.messaging.messageTooLarge', { bytes: bytes.length, limit: PAYLOAD_MAX_BYTES }),
    );
  }
  return bytes;
}

function form({
  mid,
  text,
  broadcast,
  reply,
  agent,
  file,
  credential,
}: MessagePayload): Record<string, unknown> {
  const { name, type, bytes, sha256, way } = file ?? { way: {} };
  return {
    mid,
    text,
    ...(broadcast ? { to: BROADCAST } : {}),
    ...(reply === null ? {} : { reply }),
    ...(agent === null ? {} : { agent }),
    ...(credential === null ? {} : { credential }),
    ...(file === null ? {} : { file: { name, type, bytes, sha256 }, ...way }),
  };
}

function partForm({ mid, of, index, data }: PartPayload): Record<string, unknown> {
  return { mid, part: { of, index, data: encodeBase64url(data) } };
}

/** Throws `malformed` or `too-large`. */
export function decodePayload(plaintext: Uint8Array): Payload {
  const json = parseStrictJsonBytes(plaintext, { maxBytes: PAYLOAD_MAX_BYTES });
  const payload = isPart(json) ? readPart(json) : readMessage(json);
  if (payload === null) throw new GhostStackError('malformed', says('error.messaging.sealedNotMessage'));
  return payload;
}

function isPart(json: unknown): boolean {
  return typeof json === 'object' && json !== null && 'part' in json;
}

function readPart(json: unknown): PartPayload | null {
  const parsed = PartForm.safeParse(json);
  if (!parsed.success) return null;
  const { mid, part } = parsed.data;
  return { kind: 'part', mid, of: part.of, index: part.index, data: decodeBase64url(part.data) };
}

function readMessage(json: unknown): MessagePayload | null {
  const parsed = MessageForm.safeParse(json);
  if (!parsed.success) return null;
  const { mid, text, to, reply = null, agent = null, credential = null, file } = parsed.data;
  if (Buffer.byteLength(text, 'utf8') > MESSAGE_TEXT_MAX_BYTES) return null;
  const own = { mid, text, broadcast: to === BROADCAST, reply, agent, credential };
  const message = { kind: 'message', ...own } as const;
  if (file === undefined) return text === '' ? null : { ...message, file: null };
  const { name, type, bytes, sha256 } = file;
  const way = fileWay(bytes, parsed.data);
  return way === null ? null : { ...message, file: { name, type, bytes, sha256, way } };
}
