import { z } from 'zod';
import { GhostStackError } from '#shared/contract/errors.ts';
import { MESSAGE_TEXT_MAX_BYTES } from '#shared/protocol/limits.ts';
import { says } from '#shared/protocol/saying.ts';
import { canonicalize } from '../crypto/canonical-json.ts';
import { parseStrictJsonBytes } from '../crypto/strict-json.ts';
import { ENVELOPE_MAX_BYTES } from './limits.ts';

/** `to` of a message that went to everyone: its recipients show it in the conversation of all. */
export const BROADCAST = 'broadcast';

/** What is sealed. Members that are not known yet are kept out of the way, not refused: later versions add some. */
const Payload = z.looseObject({
  text: z.string().min(1),
  to: z.literal(BROADCAST).optional(),
});

export interface Payload {
  readonly text: string;
  readonly broadcast: boolean;
}

/** The envelope around a payload, signature and base64 of the payload included, takes at most this much. */
const ENVELOPE_AROUND_BYTES = 4 * 1024;
const PAYLOAD_MAX_BYTES = Math.floor(((ENVELOPE_MAX_BYTES - ENVELOPE_AROUND_BYTES) * 3) / 4) - 16;

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
  encodePayload({ text, broadcast: true });
}

export function encodePayload({ text, broadcast }: Payload): Uint8Array {
  const bytes = Buffer.from(canonicalize(broadcast ? { text, to: BROADCAST } : { text }), 'utf8');
  if (bytes.length > PAYLOAD_MAX_BYTES) {
    throw new GhostStackError(
      'too-large',
      says('error.messaging.messageTooLarge', { bytes: bytes.length, limit: PAYLOAD_MAX_BYTES }),
    );
  }
  return bytes;
}

/** Throws `malformed` or `too-large`. */
export function decodePayload(plaintext: Uint8Array): Payload {
  const parsed = Payload.safeParse(parseStrictJsonBytes(plaintext, { maxBytes: PAYLOAD_MAX_BYTES }));
  if (!parsed.success || Buffer.byteLength(parsed.data.text, 'utf8') > MESSAGE_TEXT_MAX_BYTES) {
    throw new GhostStackError('malformed', says('error.messaging.sealedNotMessage'));
  }
  return { text: parsed.data.text, broadcast: parsed.data.to === BROADCAST };
}
