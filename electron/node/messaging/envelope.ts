import { z } from 'zod';
import { fail, GhostStackError, ok, type Result } from '#shared/contract/errors.ts';
import { issueSays } from '#shared/protocol/issue-saying.ts';
import { DAY_MS } from '#shared/protocol/limits.ts';
import { issue, says } from '#shared/protocol/saying.ts';
import { sha256Hex } from '../crypto/hash.ts';
import { parseStrictJson, parseStrictJsonBytes } from '../crypto/strict-json.ts';
import { readCanonicalEnvelope } from './canonical-envelope.ts';
import { envelopeText, headerText } from './envelope-text.ts';
import { ENVELOPE_MAX_BYTES, MAX_TTL_MS } from './limits.ts';

/** Format: docs/protocol.md, "Envelope". */
export const ENVELOPE_VERSION = 1;
export const ENVELOPE_DOMAIN = 'ghoststack/envelope/v1';
/** The `cell` of an envelope between nodes that have no cell yet. */
export const NO_CELL = '0'.repeat(64);
export const NONCE_BYTES = 16;

const Base64url = z.string().regex(/^[A-Za-z0-9_-]*$/);
const Hash = z.string().regex(/^[0-9a-f]{64}$/);
const Multikey = z.string().regex(/^z[1-9A-HJ-NP-Za-km-z]{40,60}$/);
const Did = z
  .string()
  .max(256)
  .regex(/^did:[a-z0-9]+:[A-Za-z0-9._:%-]+$/);
const Count = z.int().min(0);

export const Envelope = z
  .strictObject({
    v: z.literal(ENVELOPE_VERSION),
    id: z.string().regex(/^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/),
    cell: Hash,
    sender_did: Did,
    recipient_did: Did,
    gen: Count,
    seq: Count,
    nonce: Base64url.length(22),
    /** Seconds since the epoch, by the sender's clock. */
    timestamp: Count,
    expires_at: Count,
    keys: z.strictObject({ sig: Multikey, from: Multikey, to: Multikey }),
    enc: Base64url.length(43),
    payload_hash: Hash,
    payload: Base64url,
    signature: Base64url.length(86),
  })
  .refine(
    ({ timestamp, expires_at }) => expires_at > timestamp && expires_at - timestamp <= MAX_TTL_MS / 1000,
    issue('issue.envelopeLifetime', { days: MAX_TTL_MS / DAY_MS }),
  );
export type Envelope = z.infer<typeof Envelope>;

/** Everything that is fixed before sealing; its JCS is what the payload is bound to. */
export type EnvelopeHeader = Omit<Envelope, 'payload' | 'payload_hash' | 'signature'>;

/** The additional data of the sealing: JCS(envelope without payload, payload_hash, signature). */
export function envelopeAad(header: EnvelopeHeader): Uint8Array {
  return Buffer.from(headerText(header), 'latin1');
}

/** Names one envelope, whole, however it was spelled on the wire: sha256 of its JCS. */
export function envelopeHash(envelope: Envelope): string {
  return sha256Hex(envelopeText(envelope));
}

/** An envelope as it came, and its JCS. */
export interface CarriedEnvelope {
  readonly envelope: Envelope;
  readonly text: string;
}

/**
 * Reads an envelope off the wire or out of the store: size, then strict JSON, then schema. Total: any value gives
 * an envelope or a failure with `too-large`, `unsupported` or `malformed`.
 */
export function readEnvelope(carried: unknown): Result<Envelope> {
  const read = readCarried(carried);
  return read.ok ? ok(read.value.envelope) : read;
}

/** The same with the envelope's JCS, which is what came if it came from this program. */
export function readCarried(carried: unknown): Result<CarriedEnvelope> {
  return readCanonical(carried) ?? readStrictly(carried);
}

/** Null for what is no envelope as this program spells it. */
function readCanonical(carried: unknown): Result<CarriedEnvelope> | null {
  if (!(carried instanceof Uint8Array) || carried.length > ENVELOPE_MAX_BYTES) return null;
  // An envelope's JCS has ASCII only: bytes beyond it come out as characters that are not in it.
  const text = Buffer.from(carried.buffer, carried.byteOffset, carried.byteLength).toString('latin1');
  const envelope = readCanonicalEnvelope(text);
  return envelope === null ? null : ok({ envelope, text });
}

function readStrictly(carried: unknown): Result<CarriedEnvelope> {
  const limits = { maxBytes: ENVELOPE_MAX_BYTES };
  let value: unknown;
  try {
    if (typeof carried === 'string') value = parseStrictJson(carried, limits);
    else if (carried instanceof Uint8Array) value = parseStrictJsonBytes(carried, limits);
    else return fail('malformed', says('error.messaging.envelopeForm'));
  } catch (error) {
    if (!(error instanceof GhostStackError)) throw error;
    return fail(error.code, says('error.messaging.envelopeUnreadable', { what: error.says }));
  }
  const parsed = Envelope.safeParse(value);
  if (parsed.success) return ok({ envelope: parsed.data, text: envelopeText(parsed.data) });
  if (isOtherVersion(value)) {
    return fail('unsupported', says('error.messaging.envelopeVersion', { version: ENVELOPE_VERSION }));
  }
  return fail('malformed', says('error.messaging.notEnvelope', { issue: issueSays(parsed.error.issues) }));
}

function isOtherVersion(value: unknown): boolean {
  if (typeof value !== 'object' || value === null || !('v' in value)) return false;
  return typeof value.v === 'number' && Number.isSafeInteger(value.v) && value.v > ENVELOPE_VERSION;
}
