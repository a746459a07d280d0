import type { Saying } from '#shared/protocol/saying.ts';
import type { Acknowledgement } from './acknowledgement.ts';
import { type Answered, answered } from './answered.ts';
import type { PeerIdentity } from './directory.ts';
import type { Endpoint } from './endpoint.ts';
import type { InFlight } from './in-flight.ts';
import type { Outbox } from './outbox.ts';
import type { BatchOutcome, OutgoingEnvelope } from './queue-events.ts';
import { type Vouch, vouchFor } from './vouch.ts';

interface Settling {
  readonly batch: readonly OutgoingEnvelope[];
  readonly answer: Answered;
  readonly resolve: (outcome: BatchOutcome) => void;
  readonly reject: (error: unknown) => void;
}

/** A batch from the moment that it is handed over until it is acknowledged, unanswered or given up. */
export class TravellingBatches {
  readonly #endpoint: Endpoint;
  readonly #outbox: Outbox;
  readonly #inFlight: InFlight;
  readonly #changed: (numbers: readonly number[]) => void;
  /** Answered in this turn of the loop. */
  readonly #settling: Settling[] = [];

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

  /** Vouches for all of it, unless that would save its recipient nothing. */
  begin(batch: readonly OutgoingEnvelope[]): Vouch | undefined {
    this.#inFlight.set(batch, null);
    this.#changed(batch.map(({ number }) => number));
    const [first] = batch;
    if (first === undefined || batch.length === 1) return undefined;
    const { directory, key } = this.#endpoint;
    const hashes = batch.map(({ hash }) => hash);
    return vouchFor({ did: directory.self.did, key }, first.recipientDid, hashes);
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
    const answer = this.#answered(peer, batch, acknowledgement);
    const outcome = this.#endpoint.store.transaction(() => this.#outbox.settle(answer));
    this.#land(batch);
    return outcome;
  }

  /** The same, in one transaction with all that is acknowledged in this turn of the loop. */
  acknowledgedSoon(
    peer: PeerIdentity,
    batch: readonly OutgoingEnvelope[],
    acknowledgement: Acknowledgement,
  ): Promise<BatchOutcome> {
    const answer = this.#answered(peer, batch, acknowledgement);
    return new Promise((resolve, reject) => {
      if (this.#settling.length === 0) setImmediate(() => this.#settleAll());
      this.#settling.push({ batch, answer, resolve, reject });
    });
  }

  #settleAll(): void {
    const settling = this.#settling.splice(0);
    let outcomes: BatchOutcome[];
    try {
      outcomes = this.#endpoint.store.transaction(() =>
        settling.map(({ answer }) => this.#outbox.settle(answer)),
      );
    } catch (error) {
      for (const { reject } of settling) reject(error);
      return;
    }
    this.#land(settling.flatMap(({ batch }) => batch));
    settling.forEach(({ resolve }, at) => {
      const outcome = outcomes[at];
      if (outcome !== undefined) resolve(outcome);
    });
  }

  #answered(
    peer: PeerIdentity,
    batch: readonly OutgoingEnvelope[],
    acknowledgement: Acknowledgement,
  ): Answered {
    return answered(peer, batch, acknowledgement, this.#writtenAtMs(batch) ?? this.#endpoint.clock());
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
