import { GhostStackError } from '#shared/contract/errors.ts';
import { says } from '#shared/protocol/saying.ts';
import type { Receipt } from './acknowledgement.ts';
import type { WaitingEnvelope } from './delivery-table.ts';
import type { PeerIdentity } from './directory.ts';
import type { OutgoingEnvelope } from './queue-events.ts';

/** A stored envelope as it is handed over: its bytes, and the hash that its acknowledgement must name. */
export function toOutgoing(row: WaitingEnvelope, recipientDid: string): OutgoingEnvelope {
  const { message, envelope_id, envelope, envelope_hash, attempts } = row;
  return {
    number: message,
    recipientDid,
    envelopeId: envelope_id,
    hash: envelope_hash,
    bytes: Buffer.from(envelope, 'utf8'),
    attempts,
    resealed: row.resealed === 1,
  };
}

/** The result is about that envelope; `stored` counts only with the hash of what was sent. */
export function requireResult(
  result: Receipt | undefined,
  envelope: OutgoingEnvelope,
  peer: PeerIdentity,
): Receipt {
  const same = result?.id === envelope.envelopeId && result.hash === envelope.hash;
  const unreadable = result?.id === null && result.status !== 'stored';
  if (result === undefined || !(same || unreadable)) {
    throw new GhostStackError(
      'malformed',
      says('error.messaging.acknowledgedAnother', { alias: peer.alias }),
    );
  }
  return result;
}
