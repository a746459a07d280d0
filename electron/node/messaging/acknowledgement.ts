import { z } from 'zod';
import { GhostStackError } from '#shared/contract/errors.ts';
import { says } from '#shared/protocol/saying.ts';
import { canonicalize } from '../crypto/canonical-json.ts';
import { spelledMultikey } from '../crypto/multikey.ts';
import { signText, verifyText } from '../crypto/signed-json.ts';
import type { SigningKey } from '../crypto/signing-key.ts';
import { parseStrictJson } from '../crypto/strict-json.ts';
import type { PeerIdentity } from './directory.ts';
import { ACKNOWLEDGEMENT_MAX_BYTES, BATCH_MAX_ENVELOPES } from './limits.ts';
import { REFUSAL_CODES } from './refusal.ts';

/** Format: docs/protocol.md, "Acknowledgement". */
const ACKNOWLEDGEMENT_DOMAIN = 'ghoststack/ack/v1';

const ReceiptStatus = z.enum(['stored', ...REFUSAL_CODES]);

/**
 * One envelope's fate. The hash says which envelope was stored: an id alone could be that of another sender's
 * envelope. Both are null if what arrived could not be read.
 */
export const Receipt = z.strictObject({
  id: z.string().max(36).nullable(),
  hash: z
    .string()
    .regex(/^[0-9a-f]{64}$/)
    .nullable(),
  status: ReceiptStatus,
});
export type Receipt = z.infer<typeof Receipt>;

export const Acknowledgement = z.strictObject({
  v: z.literal(1),
  /** Who received and signs. */
  recipient_did: z.string().max(256),
  /** Milliseconds since the epoch, by the recipient's clock. */
  at: z.int().min(0),
  /** One for each envelope of the batch, in its order. */
  results: z.array(Receipt).max(BATCH_MAX_ENVELOPES),
  /** Multikey of the signing key. */
  key: z.string().max(64),
  signature: z.string().max(86),
});
export type Acknowledgement = z.infer<typeof Acknowledgement>;

const PLAIN = /^[A-Za-z0-9._:%-]*$/;

/**
 * The JCS of what is signed, put together where no text in it has a character that JSON would escape: there are five
 * hundred results in it.
 */
function signedText(unsigned: Omit<Acknowledgement, 'signature'>): string {
  const { at, key, recipient_did, results, v } = unsigned;
  if (![key, recipient_did, ...results.map(({ id }) => id ?? '')].every((text) => PLAIN.test(text)))
    return canonicalize(unsigned);
  const list = results.map(
    ({ hash, id, status }) => `{"hash":${quoted(hash)},"id":${quoted(id)},"status":"${status}"}`,
  );
  return `{"at":${at},"key":"${key}","recipient_did":"${recipient_did}","results":[${list.join(',')}],"v":${v}}`;
}

function quoted(text: string | null): string {
  return text === null ? 'null' : `"${text}"`;
}

export function signAcknowledgement(
  recipient: { readonly did: string; readonly key: SigningKey },
  results: readonly Receipt[],
  nowMs: number,
): Acknowledgement {
  const unsigned = {
    v: 1 as const,
    recipient_did: recipient.did,
    at: nowMs,
    results: [...results],
    key: spelledMultikey('ed25519', recipient.key.publicKey),
  };
  return { ...unsigned, signature: signText(recipient.key, ACKNOWLEDGEMENT_DOMAIN, signedText(unsigned)) };
}

/**
 * Checks what came back for a batch of `count` envelopes: from `recipient`, with its key, one result each.
 * Accepts a value, JSON text or bytes. Throws `malformed`, `too-large` or `bad-signature`.
 */
export function readAcknowledgement(
  carried: unknown,
  recipient: PeerIdentity,
  count: number,
): Acknowledgement {
  const parsed = Acknowledgement.safeParse(
    typeof carried === 'string' ? parseStrictJson(carried, { maxBytes: ACKNOWLEDGEMENT_MAX_BYTES }) : carried,
  );
  if (!parsed.success) {
    throw new GhostStackError(
      'malformed',
      says('error.messaging.notAcknowledgement', { alias: recipient.alias }),
    );
  }
  const { signature, ...signed } = parsed.data;
  if (
    signed.recipient_did !== recipient.did ||
    signed.key !== spelledMultikey('ed25519', recipient.signingKey)
  ) {
    throw new GhostStackError(
      'bad-signature',
      says('error.messaging.acknowledgementOfAnother', { alias: recipient.alias }),
    );
  }
  if (!verifyText(signature, ACKNOWLEDGEMENT_DOMAIN, signedText(signed), recipient.signingKey)) {
    throw new GhostStackError(
      'bad-signature',
      says('error.messaging.acknowledgementSignature', { alias: recipient.alias }),
    );
  }
  if (signed.results.length !== count) {
    throw new GhostStackError(
      'malformed',
      says('error.messaging.acknowledgementCount', {
        alias: recipient.alias,
        acknowledged: signed.results.length,
        count,
      }),
    );
  }
  return parsed.data;
}
