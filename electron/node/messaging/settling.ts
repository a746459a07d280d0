import { type Saying, says } from '#shared/protocol/saying.ts';
import type { Receipt } from './acknowledgement.ts';
import type { Answered } from './answered.ts';
import { backoffMs, REFUSED_FOR_NOW } from './backoff.ts';
import { clocksSay } from './clocks-say.ts';
import type { DeliveryTable } from './delivery-table.ts';
import type { PeerIdentity } from './directory.ts';
import type { Endpoint } from './endpoint.ts';
import { toWhom } from './envelope-sealer.ts';
import type { EnvelopeTable, SealedOne } from './envelope-table.ts';
import { CLOCK_SLACK_MS } from './lifetime.ts';
import { messageState } from './message-state.ts';
import type { MessageTable } from './message-table.ts';
import type { BatchOutcome } from './queue-events.ts';
import { consequenceOf, type RefusalCode, refusalSays } from './refusal.ts';
import type { SealingAnew } from './sealing-anew.ts';
import type { StepDetail } from './step-detail.ts';

/** Who answered, and when. */
export interface Answer {
  /** The recipient; that it signed the answer with its present key has been checked. */
  readonly by: PeerIdentity;
  /** By the recipient's clock. */
  readonly answeredAtMs: number;
  /** When the envelope was written out to the recipient itself; null if others carried it. */
  readonly writtenAtMs: number | null;
  /** How the answer came, where it is not plain: "bob's receipt came by carol". */
  readonly detail?: Saying;
}

export interface Settled {
  readonly number: number;
  readonly status: 'delivered' | 'refused' | 'later';
  readonly code: string;
}

/** The tables and what else it takes to write answers down. */
export interface SettlingParts {
  readonly endpoint: Endpoint;
  readonly messages: MessageTable;
  readonly deliveries: DeliveryTable;
  readonly envelopes: EnvelopeTable;
  readonly anew: SealingAnew;
}

/**
 * Writes down what recipients answered, envelope by envelope: each is known by its hash, whichever way the answer came,
 * and whether the message has been sealed anew, cancelled or given up since. Everything here is called in a transaction.
 */
export class Settling {
  readonly #parts: SettlingParts;

  constructor(parts: SettlingParts) {
    this.#parts = parts;
  }

  /** What a verified acknowledgement says of a batch. */
  batch({ peer, results, answeredAtMs, writtenAtMs }: Answered): BatchOutcome {
    const outcome = { delivered: [] as number[], refused: [] as Settled[], later: [] as Settled[] };
    const waiting = this.#parts.envelopes.waiting(results.map(({ envelope }) => envelope.hash));
    for (const { envelope, status } of results) {
      const { hash, number, resealed } = envelope;
      if (waiting.has(hash) && hasArrived(status, resealed)) {
        outcome.delivered.push(number);
        continue;
      }
      const settled = this.byHash(hash, status, { by: peer, answeredAtMs, writtenAtMs });
      if (settled !== null && settled.status !== 'delivered') outcome[settled.status].push(settled);
    }
    const { endpoint, deliveries, messages } = this.#parts;
    if (outcome.delivered.length === 0) return outcome;
    // All at once: a statement for each costs more than what it does.
    const times = { sentAtMs: writtenAtMs, atMs: endpoint.clock() };
    deliveries.delivered(outcome.delivered, peer.did);
    const others = messages.delivered(outcome.delivered, times, peer.alias);
    for (const number of others) this.refreshState(number);
    return outcome;
  }

  /**
   * What its recipient says of one envelope. Null if that changes nothing: it is none of ours or not for that recipient,
   * it was delivered before, or it was given up, or sealed anew, and has not arrived.
   */
  byHash(hash: string, status: Receipt['status'], answer: Answer): Settled | null {
    const one = this.#parts.envelopes.byHash(hash);
    if (one === null || one.recipient_did !== answer.by.did || one.state === 'delivered') return null;
    if (status === 'stored' || (one.present === 1 && hasArrived(status, one.resealed === 1)))
      return this.#arrived(one, answer);
    const isOpen = one.state === 'waiting' || one.state === 'sent';
    if (!isOpen || one.present === 0) return null;
    return this.#refused(one, status, answer);
  }

  refreshState(number: number): void {
    const { messages, deliveries } = this.#parts;
    const { state, code } = messageState(deliveries.fatesOf(number));
    messages.setState(number, state, code);
  }

  #arrived({ message: number, state }: SealedOne, answer: Answer): Settled {
    const { endpoint, messages, deliveries } = this.#parts;
    const { by, detail } = answer;
    this.#stepSent(number, answer);
    const how = state === 'cancelled' ? says('error.messaging.arrivedBefore', { name: by.alias }) : detail;
    messages.addStep(number, 'delivered', endpoint.clock(), how ?? this.#toWhom(number, by));
    deliveries.delivered([number], by.did);
    this.refreshState(number);
    return { number, status: 'delivered', code: 'stored' };
  }

  #refused(one: SealedOne, code: RefusalCode, answer: Answer): Settled {
    const { endpoint, messages, deliveries, anew } = this.#parts;
    const { message: number } = one;
    const { by } = answer;
    const nowMs = endpoint.clock();
    this.#stepSent(number, answer);
    const consequence = consequenceOf(code, this.#isExpired(number));
    if (consequence === 'end') {
      deliveries.refused(number, by.did, code);
      messages.addStep(number, 'refused', nowMs, refusedBy(by, code));
    } else if (consequence === 'anew' && anew.isOfFormerKeys(number, by)) {
      messages.addStep(number, 'tried', nowMs, refusedBy(by, code));
      anew.one(number, by.did);
    } else this.#later(one, code, answer);
    this.refreshState(number);
    return { number, status: consequence === 'end' ? 'refused' : 'later', code };
  }

  #later(one: SealedOne, code: RefusalCode, { by, answeredAtMs }: Answer): void {
    const { endpoint, messages, deliveries } = this.#parts;
    const nowMs = endpoint.clock();
    const { message: number, attempts } = one;
    const aheadMs = answeredAtMs - nowMs;
    const nextTryAtMs = nowMs + backoffMs(REFUSED_FOR_NOW, attempts + 1, endpoint.random);
    deliveries.retryAt({ number, recipientDid: by.did, hash: one.hash, state: 'waiting', code, nextTryAtMs });
    const isByClock = (code === 'clock' || code === 'expired') && Math.abs(aheadMs) > CLOCK_SLACK_MS;
    if (isByClock) messages.noteAhead(number, aheadMs);
    const why = isByClock ? clocksSay(aheadMs, by.alias) : refusedBy(by, code);
    messages.addStep(number, 'tried', nowMs, why);
  }

  #isExpired(number: number): boolean {
    const expiresAtMs = this.#parts.messages.byNumber(number)?.expires_at_ms ?? 0;
    return expiresAtMs <= this.#parts.endpoint.endsBy();
  }

  #stepSent(number: number, { by, writtenAtMs }: Answer): void {
    if (writtenAtMs === null) return;
    this.#parts.messages.addStep(number, 'sent', writtenAtMs, this.#toWhom(number, by));
  }

  #toWhom(number: number, peer: PeerIdentity): StepDetail {
    return toWhom(this.#parts.messages.isToEveryone(number), peer);
  }
}

/** `replayed` says so of an envelope whose id was sealed before: only this node's earlier one can be there. */
function hasArrived(status: Receipt['status'], resealed: boolean): boolean {
  return status === 'stored' || (status === 'replayed' && resealed);
}

function refusedBy({ alias }: PeerIdentity, code: RefusalCode): Saying {
  return says('error.messaging.refusedBy', { alias, reason: refusalSays(code) });
}
