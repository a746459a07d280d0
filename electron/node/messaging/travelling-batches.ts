import type { Saying } from '#shared/protocol/saying.ts';
import type { Acknowledgement } from './acknowledgement.ts';
import type { PeerIdentity } from './directory.ts';
import type { Endpoint } from './endpoint.ts';
import type { InFlight } from './in-flight.ts';
import type { Outbox } from './outbox.ts';
import type { BatchOutcome, OutgoingEnvelope } from './queue-events.ts';

/** A batch from the moment that it is handed over until it is acknowledged, unanswered or given up. */
export class TravellingBatches {
  readonly #endpoint: Endpoint;
  readonly #outbox: Outbox;
  readonly #inFlight: InFlight;
  readonly #changed: (numbers: readonly number[]) => void;

  constructor(
    endpoint: Endpoint,
    outbox: Outbox,
    inFlight: InFlight,
    changed: (numbers: readonly number[]) => void,
  ) {
    this.#endpoint = endpoint;
    this.#outbox = outbox;
    this.#inFlight = inFlight;
    this.#changed = changed;
  }

  begin(batch: readonly OutgoingEnvelope[]): void {
    this.#inFlight.set(batch, null);
    this.#changed(batch.map(({ number }) => number));
  }

  written(batch: readonly OutgoingEnvelope[]): void {
    this.#inFlight.set(batch, this.#endpoint.clock());
    this.#changed(batch.map(({ number }) => number));
  }

  /** If it cannot be settled, it still travels: its sender says how it ends. */
  acknowledged(
    peer: PeerIdentity,
    batch: readonly OutgoingEnvelope[],
    acknowledgement: Acknowledgement,
  ): BatchOutcome {
    const writtenAtMs = this.#writtenAtMs(batch) ?? this.#endpoint.clock();
    const outcome = this.#endpoint.store.transaction(() =>
      this.#outbox.settle(peer, batch, acknowledgement, writtenAtMs),
    );
    this.#land(batch);
    return outcome;
  }

  unanswered(peer: PeerIdentity, batch: readonly OutgoingEnvelope[], reason: Saying): void {
    const writtenAtMs = this.#writtenAtMs(batch);
    try {
      this.#endpoint.store.transaction(() => this.#outbox.unanswered(peer, batch, reason, writtenAtMs));
    } finally {
      this.#land(batch);
    }
  }

  release(peer: PeerIdentity, batch: readonly OutgoingEnvelope[]): void {
    const writtenAtMs = this.#writtenAtMs(batch);
    try {
      if (writtenAtMs === null) return;
      this.#endpoint.store.transaction(() => this.#outbox.sent(peer, batch, writtenAtMs));
    } finally {
      this.#land(batch);
    }
  }

  #writtenAtMs([first]: readonly OutgoingEnvelope[]): number | null {
    return first === undefined ? null : this.#inFlight.writtenAtMs(first);
  }

  #land(batch: readonly OutgoingEnvelope[]): void {
    this.#inFlight.delete(batch);
    this.#changed(batch.map(({ number }) => number));
  }
}
