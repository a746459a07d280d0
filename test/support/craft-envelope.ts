import { createSealingSender } from '../../electron/node/crypto/sealing.ts';
import { ENVELOPE_DOMAIN, NO_CELL } from '../../electron/node/messaging/envelope.ts';
import type { MessagePayload } from '../../electron/node/messaging/payload.ts';
import { type EnvelopeFacts, sealEnvelope } from '../../electron/node/messaging/seal-envelope.ts';
import { type Person, person } from './messaging.ts';

const DAY_MS = 86_400_000;

export function messageOf(text: string, mid: string = crypto.randomUUID()): MessagePayload {
  return {
    kind: 'message',
    mid,
    text,
    broadcast: false,
    reply: null,
    agent: null,
    file: null,
    credential: null,
  };
}

/** An envelope whose every fact is chosen by the test; from alice to bob if nobody is named. */
export async function craft(
  facts: Partial<EnvelopeFacts>,
  sender: Person = person('alice'),
  recipient: Person = person('bob'),
): Promise<string> {
  const context = await createSealingSender({
    sender: sender.key.sealing,
    recipientPublicKey: recipient.identity.sealingKey,
    info: ENVELOPE_DOMAIN,
  });
  return sealEnvelope({ did: sender.identity.did, key: sender.key }, recipient.identity, context, {
    id: crypto.randomUUID(),
    cell: NO_CELL,
    gen: 0,
    seq: 0,
    nonce: crypto.getRandomValues(new Uint8Array(16)),
    createdAtMs: Date.now(),
    expiresAtMs: Date.now() + DAY_MS,
    payload: messageOf('crafted'),
    ...facts,
  }).text;
}
