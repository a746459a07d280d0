import { z } from 'zod';
import { signText, verifyTextBeside } from '../crypto/signed-json.ts';
import type { SigningKey } from '../crypto/signing-key.ts';
import type { PeerIdentity } from './directory.ts';

/** Format and what it is worth: docs/protocol.md, "Vouch". */
const VOUCH_DOMAIN = 'ghoststack/vouch/v1';

/**
 * A sender's one signature for all envelopes that it hands over at once: an envelope is as authentic by it as by its
 * own. What it costs to check one is what it costs to check an envelope.
 */
export const Vouch = z.looseObject({
  sender_did: z.string().max(256),
  signature: z.string().max(86),
});
export type Vouch = z.infer<typeof Vouch>;

/** A vouch that holds, and for what. */
export interface Proof extends Pick<Vouch, 'sender_did' | 'signature'> {
  readonly recipient_did: string;
  /** Of the envelopes, in the order in which they were handed over. */
  readonly hashes: readonly string[];
}

/** What is handed over at once. */
export interface Batch {
  readonly envelopes: readonly unknown[];
  readonly vouch?: Vouch | undefined;
}

/** @param hashes of the envelopes, in the order in which they are handed over */
export function vouchFor(
  sender: { readonly did: string; readonly key: SigningKey },
  recipientDid: string,
  hashes: readonly string[],
): Vouch {
  const signed = vouchText(sender.did, recipientDid, hashes);
  return { sender_did: sender.did, signature: signText(sender.key, VOUCH_DOMAIN, signed) };
}

/** Null if that sender does not vouch to that recipient for exactly these envelopes, in this order. */
export async function proofBy(
  { signature }: Vouch,
  { did, signingKey }: PeerIdentity,
  recipientDid: string,
  hashes: readonly string[],
): Promise<Proof | null> {
  const signed = vouchText(did, recipientDid, hashes);
  if (!(await verifyTextBeside(signature, VOUCH_DOMAIN, signed, signingKey))) return null;
  return { sender_did: did, recipient_did: recipientDid, signature, hashes };
}

/** As JCS: DIDs and hashes have no character that JSON would escape. */
function vouchText(senderDid: string, recipientDid: string, hashes: readonly string[]): string {
  const list = hashes.map((hash) => `"${hash}"`).join(',');
  return `{"envelopes":[${list}],"recipient_did":"${recipientDid}","sender_did":"${senderDid}"}`;
}
