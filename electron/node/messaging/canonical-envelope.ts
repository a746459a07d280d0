import type { Envelope } from './envelope.ts';
import { MAX_TTL_MS } from './limits.ts';

const HASH = '([0-9a-f]{64})';
const NUMBER = '(0|[1-9][0-9]{0,15})';
const ID = '([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})';
const KEY = '(z[1-9A-HJ-NP-Za-km-z]{40,60})';
const DID = '(did:[a-z0-9]+:[A-Za-z0-9._:%-]+)';
const DID_MAX_LENGTH = 256;

/** The JCS of an envelope of version 1, and of nothing else: `envelopeText` with what the schema allows in its places. */
const FORM = new RegExp(
  `^{"cell":"${HASH}","enc":"${base64url('{43}')}","expires_at":${NUMBER},"gen":${NUMBER},"id":"${ID}",` +
    `"keys":{"from":"${KEY}","sig":"${KEY}","to":"${KEY}"},"nonce":"${base64url('{22}')}",` +
    `"payload":"${base64url('*')}","payload_hash":"${HASH}","recipient_did":"${DID}","sender_did":"${DID}",` +
    `"seq":${NUMBER},"signature":"${base64url('{86}')}","timestamp":${NUMBER},"v":1}$`,
);

function base64url(times: string): string {
  return `([A-Za-z0-9_-]${times})`;
}

/**
 * Reads what is exactly the JCS of an envelope, in one pass; null for anything else, which says nothing yet: what is
 * spelled otherwise meets the strict reader. A text of this form keeps all rules of strict JSON.
 */
export function readCanonicalEnvelope(text: string): Envelope | null {
  const found = FORM.exec(text);
  if (found === null) return null;
  const [, cell, enc, expires, gen, id, from, sig, to, nonce, payload, payload_hash, ...rest] =
    found as unknown as string[];
  const [recipient_did, sender_did, seq, signature, timestamp] = rest;
  const numbers = {
    expires_at: Number(expires),
    gen: Number(gen),
    seq: Number(seq),
    timestamp: Number(timestamp),
  };
  const envelope = {
    ...{ v: 1, id, cell, sender_did, recipient_did, ...numbers, nonce, keys: { sig, from, to } },
    ...{ enc, payload_hash, payload, signature },
  } as Envelope;
  return isWithin(envelope) ? envelope : null;
}

/** What a regular expression does not say. */
function isWithin({ sender_did, recipient_did, expires_at, timestamp, gen, seq }: Envelope): boolean {
  if (sender_did.length > DID_MAX_LENGTH || recipient_did.length > DID_MAX_LENGTH) return false;
  if (![expires_at, timestamp, gen, seq].every(Number.isSafeInteger)) return false;
  return expires_at > timestamp && expires_at - timestamp <= MAX_TTL_MS / 1000;
}
