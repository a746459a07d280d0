import { GhostStackError } from '#shared/contract/errors.ts';
import { type Saying, says } from '#shared/protocol/saying.ts';
import type { DeliveryRow } from './delivery-table.ts';
import type { Endpoint } from './endpoint.ts';
import type { InFlight } from './in-flight.ts';
import { isSettled, messageState } from './message-state.ts';
import type { MessageRow } from './message-table.ts';
import type { Outbox } from './outbox.ts';

/** Of one message: those who do not get it any more; all who lack it, where nobody is named. */
interface Chosen {
  readonly row: MessageRow;
  readonly open: readonly DeliveryRow[];
  readonly given: readonly DeliveryRow[];
}

/** What is for nobody yet counts as one. */
function partsOf(all: readonly Chosen[]): number {
  return all.reduce((sum, { given }) => sum + Math.max(1, given.length), 0);
}

/** Gives up what waits: a message for all who lack it, or for some of them alone. */
export class Cancelling {
  readonly #endpoint: Endpoint;
  readonly #outbox: Outbox;
  readonly #inFlight: InFlight;

  constructor(endpoint: Endpoint, outbox: Outbox, inFlight: InFlight) {
    this.#endpoint = endpoint;
    this.#outbox = outbox;
    this.#inFlight = inFlight;
  }

  /** Throws `conflict` where nothing waits, or it is being sent, or `not-found` where nobody of that DID lacks it. */
  message(row: MessageRow, to: string | null): void {
    if (isSettled(row.state)) {
      throw new GhostStackError(
        'conflict',
        says('error.messaging.onlyWaitingCancelled', { state: row.state }),
      );
    }
    const chosen = this.#chosen(row, to === null ? null : new Set([to]));
    if (chosen === null) throw new GhostStackError('not-found', says('error.messaging.notLacking'));
    if (chosen.given.some((delivery) => this.#travels(delivery)))
      throw new GhostStackError('conflict', says('error.messaging.beingSent'));
    this.#endpoint.store.transaction(() => this.#give(chosen));
  }

  /** All at once, or nothing; but what travels now is left. Returns the numbers of what changed, and how many parts. */
  several(parts: readonly { readonly row: MessageRow; readonly to: string | null }[]): {
    numbers: number[];
    cancelled: number;
    left: number;
  } {
    const byNumber = new Map<number, { row: MessageRow; to: Set<string> | null }>();
    for (const { row, to } of parts) {
      const before = byNumber.get(row.id);
      const all = to === null || before?.to === null;
      byNumber.set(row.id, { row, to: all ? null : new Set([...(before?.to ?? []), to]) });
    }
    const chosen = [...byNumber.values()]
      .filter(({ row }) => !isSettled(row.state))
      .flatMap(({ row, to }) => this.#chosen(row, to) ?? []);
    const waiting = chosen
      .map((one) => ({ ...one, given: one.given.filter((delivery) => !this.#travels(delivery)) }))
      .filter(({ open, given }) => open.length === 0 || given.length > 0);
    this.#endpoint.store.transaction(() => {
      for (const one of waiting) this.#give(one);
    });
    const cancelled = partsOf(waiting);
    return { numbers: waiting.map(({ row }) => row.id), cancelled, left: partsOf(chosen) - cancelled };
  }

  /** Null if none of those lacks it. While nobody is known whom it is for, it can only be given up whole. */
  #chosen(row: MessageRow, to: ReadonlySet<string> | null): Chosen | null {
    const all = this.#outbox.deliveries.ofMessage(row.id);
    const open = all.filter(({ state }) => state === 'waiting' || state === 'sent');
    if (open.length === 0)
      return all.length > 0 || (to !== null && !to.has(row.thread)) ? null : { row, open, given: [] };
    const given = to === null ? open : open.filter(({ recipient_did }) => to.has(recipient_did));
    return given.length === 0 ? null : { row, open, given };
  }

  #travels({ message, recipient_did }: DeliveryRow): boolean {
    return this.#inFlight.has({ number: message, recipientDid: recipient_did });
  }

  /** To be called in a transaction. */
  #give({ row, open, given }: Chosen): void {
    const { deliveries, messages } = this.#outbox;
    for (const { recipient_did } of given) deliveries.cancel(row.id, recipient_did);
    messages.addStep(row.id, 'cancelled', this.#endpoint.clock(), this.#detail(open, given));
    const { state, code } = messageState(deliveries.ofMessage(row.id));
    messages.setState(row.id, given.length === 0 ? 'cancelled' : state, code);
    this.#giveParts(
      row.id,
      given.map(({ recipient_did }) => recipient_did),
    );
  }

  /** The parts of its file, as far as they wait. To be called in a transaction. */
  #giveParts(ofMessage: number, recipientDids: readonly string[]): void {
    const { deliveries, messages, parts } = this.#outbox;
    for (const part of parts.ofMessage(ofMessage)) {
      for (const did of recipientDids) deliveries.cancel(part, did);
      const { state, code } = messageState(deliveries.ofMessage(part));
      messages.setState(part, state, code);
    }
  }

  /** Sends no more of a file that comes in parts, to any recipient or to that one; its message is left alone. */
  file({ id }: MessageRow, to: string | null): void {
    const { deliveries } = this.#outbox;
    const all = deliveries.ofMessage(id).map(({ recipient_did }) => recipient_did);
    this.#endpoint.store.transaction(() => this.#giveParts(id, to === null ? all : [to]));
  }

  #detail(open: readonly DeliveryRow[], given: readonly DeliveryRow[]): Saying | null {
    const sent = given.some(({ state }) => state === 'sent');
    if (given.length === open.length) return sent ? says('error.messaging.sentBefore') : null;
    const { directory } = this.#endpoint;
    const names = given.map(({ recipient_did: did }) => directory.resolve(did)?.alias ?? did);
    return says(sent ? 'error.messaging.cancelledForSent' : 'error.messaging.cancelledFor', {
      names: { names },
    });
  }
}
