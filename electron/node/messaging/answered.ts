import type { Acknowledgement, Receipt } from './acknowledgement.ts';
import type { PeerIdentity } from './directory.ts';
import { requireResult } from './outgoing-envelope.ts';
import type { OutgoingEnvelope } from './queue-events.ts';

/** What an acknowledgement says of each envelope of a batch. */
export interface Answered {
  readonly peer: PeerIdentity;
  readonly results: readonly { readonly envelope: OutgoingEnvelope; readonly status: Receipt['status'] }[];
  /** By the recipient's clock. */
  readonly answeredAtMs: number;
  /** When the batch was written out. */
  readonly writtenAtMs: number;
}

/** @throws {GhostStackError} `malformed` if a result is about another envelope than the one at its place */
export function answered(
  peer: PeerIdentity,
  batch: readonly OutgoingEnvelope[],
  { results, at }: Acknowledgement,
  writtenAtMs: number,
): Answered {
  return {
    peer,
    results: batch.map((envelope, index) => ({
      envelope,
      status: requireResult(results[index], envelope, peer).status,
    })),
    answeredAtMs: at,
    writtenAtMs,
  };
}
