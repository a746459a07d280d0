import type { Message, QueueSummary, Thread } from '#shared/contract/domain/message.ts';
import { GhostStackError } from '#shared/contract/errors.ts';
import { says } from '#shared/protocol/saying.ts';
import type { PeerIdentity } from './directory.ts';
import type { Endpoint } from './endpoint.ts';
import { InFlight } from './in-flight.ts';
import { MessageHistory, type PageQuery } from './message-history.ts';
import { type MessageRow, toQueueRow } from './message-table.ts';
import { Outbox } from './outbox.ts';
import type { QueueRow } from './queue-events.ts';

/** What can be asked of a queue. */
export abstract class QueueReading {
  protected readonly endpoint: Endpoint;
  protected readonly outbox: Outbox;
  protected readonly inFlight = new InFlight();
  protected readonly history: MessageHistory;

  constructor(endpoint: Endpoint) {
    this.endpoint = endpoint;
    this.outbox = new Outbox(endpoint);
    this.history = new MessageHistory(endpoint.store.db, this.outbox.deliveries, this.inFlight);
  }

  get did(): string {
    return this.endpoint.directory.self.did;
  }

  /** Messages that wait, oldest first: all of them, or those for one name or DID. */
  pending(recipient?: string): QueueRow[] {
    const did = recipient === undefined ? null : (this.endpoint.directory.resolve(recipient)?.did ?? null);
    const rows = this.outbox.messages.waiting(recipient === undefined ? null : { name: recipient, did });
    return rows.map(toQueueRow);
  }

  /** Every message of this queue, whatever became of it, oldest first. */
  all(): QueueRow[] {
    return this.outbox.messages.outgoing().map(toQueueRow);
  }

  /** The DIDs that a message goes to, as far as they are known. Throws `not-found`. */
  recipientsOf(id: string | number): string[] {
    const row = this.require(id);
    return this.outbox.deliveries.ofMessage(row.id).map(({ recipient_did }) => recipient_did);
  }

  get(id: string | number): Message | null {
    const row = this.#find(id);
    return row === null ? null : this.history.message(row);
  }

  /** A page of a conversation, both directions, newest last. */
  list(query: PageQuery): { messages: Message[]; more: boolean } {
    return this.history.page(query);
  }

  threads(): Thread[] {
    return this.history.threads();
  }

  summary(): QueueSummary {
    return this.history.summary();
  }

  /** What waits for a peer, sealed or not. */
  waitingFor(peerDid: string): { messages: number; bytes: number } {
    return this.outbox.deliveries.waitingFor(peerDid);
  }

  /** The peers to whom something is due to be tried again. */
  dueAgain(nowMs: number): string[] {
    return this.outbox.deliveries.dueAgain(nowMs);
  }

  /** The peer with that DID or name, as this queue's directory knows it. */
  resolve(nameOrDid: string): PeerIdentity | null {
    return this.endpoint.directory.resolve(nameOrDid);
  }

  #find(id: string | number): MessageRow | null {
    return typeof id === 'number' ? this.outbox.messages.byNumber(id) : this.outbox.messages.byUuid(id);
  }

  protected require(id: string | number): MessageRow {
    const row = this.#find(id);
    if (row === null) throw new GhostStackError('not-found', says('error.messaging.noMessage', { id }));
    return row;
  }
}
