import type { Envelope, EnvelopeHeader } from './envelope.ts';

/**
 * The JCS of an envelope, and of the parts of it that are signed and sealed, put together from what the schema lets
 * through: its texts have no character that JSON would escape, its numbers are whole and safe. So it is compared with
 * what came before anything is made of it, and made only once. `test/property/envelope.test.ts` holds it to
 * `canonicalize`.
 */
export function envelopeText(envelope: Envelope): string {
  return `${before(envelope)}${sealed(envelope)}${between(envelope)},"signature":"${envelope.signature}"${after(envelope)}`;
}

/** Without the signature: what it is over. */
export function signedText(envelope: Omit<Envelope, 'signature'>): string {
  return `${before(envelope)}${sealed(envelope)}${between(envelope)}${after(envelope)}`;
}

/** Without signature, payload and payload_hash: what the payload is bound to. */
export function headerText(header: EnvelopeHeader): string {
  return `${before(header)}${between(header)}${after(header)}`;
}

function before({ cell, enc, expires_at, gen, id, keys, nonce }: EnvelopeHeader): string {
  const { from, sig, to } = keys;
  return `{"cell":"${cell}","enc":"${enc}","expires_at":${expires_at},"gen":${gen},"id":"${id}","keys":{"from":"${from}","sig":"${sig}","to":"${to}"},"nonce":"${nonce}"`;
}

function sealed({ payload, payload_hash }: Pick<Envelope, 'payload' | 'payload_hash'>): string {
  return `,"payload":"${payload}","payload_hash":"${payload_hash}"`;
}

function between({ recipient_did, sender_did, seq }: EnvelopeHeader): string {
  return `,"recipient_did":"${recipient_did}","sender_did":"${sender_did}","seq":${seq}`;
}

function after({ timestamp, v }: EnvelopeHeader): string {
  return `,"timestamp":${timestamp},"v":${v}}`;
}
