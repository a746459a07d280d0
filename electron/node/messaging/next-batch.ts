import type { InFlight } from './in-flight.ts';
import { BATCH_MAX_ENVELOPES, ENVELOPE_MAX_BYTES } from './limits.ts';
import type { Outbox } from './outbox.ts';
import type { OutgoingEnvelope } from './queue-events.ts';

export interface PrepareOptions {
  /** Only messages with a greater number than this. */
  readonly after?: number;
  /** One of the messages that failed often, which travel one by one, but none of these; otherwise all others. */
  readonly troubledExcept?: ReadonlySet<number>;
  /** Whose turn it is: what is due, what is due now that the peer is back, or everything. */
  readonly which?: 'due' | 'reconnected' | 'all';
  readonly maxEnvelopes?: number;
  readonly maxBytes?: number;
}

/** The next sealed envelopes for a peer that do not travel already, oldest first; none when nothing more is due. */
export function nextBatch(
  outbox: Outbox,
  inFlight: InFlight,
  recipientDid: string,
  nowMs: number,
  options: PrepareOptions,
): OutgoingEnvelope[] {
  const { which, troubledExcept: tried } = options;
  const query = { recipientDid, nowMs, reconnected: which === 'reconnected', now: which === 'all' };
  if (tried !== undefined)
    return outbox.troubled(query, (envelope) => !tried.has(envelope.number) && !inFlight.has(envelope));
  const { after = 0, maxEnvelopes = BATCH_MAX_ENVELOPES, maxBytes = ENVELOPE_MAX_BYTES } = options;
  const batch = outbox.due(query, after, { envelopes: maxEnvelopes, bytes: maxBytes });
  return batch.filter((envelope) => !inFlight.has(envelope));
}
