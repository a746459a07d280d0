import type { Database, Statement } from 'better-sqlite3';
import type { Message, MessageState, QueueSummary, Thread } from '#shared/contract/domain/message.ts';
import { AnsweredMessages } from './answered-messages.ts';
import { broughtBy } from './brought-credential.ts';
import type { DeliveryRow, DeliveryTable } from './delivery-table.ts';
import { PARTS_THREAD } from './files/outgoing-parts.ts';
import { ShownFiles } from './files/shown-file.ts';
import type { InFlight } from './in-flight.ts';
import { recipientStates } from './message-state.ts';
import type { MessageRow, StepName } from './message-table.ts';
import { BROADCAST } from './payload.ts';
import { Relays } from './relays.ts';
import { readDetail } from './step-detail.ts';

export interface PageQuery {
  readonly thread: string;
  /** The number of the oldest message already held, or null for the newest page. */
  readonly before: number | null;
  /** In place of that: the number that the page follows. */
  readonly after?: number | null;
  readonly limit: number;
}

const NOTHING_TRAVELS = { stateOf: () => null };

/** Reads conversations, both directions together, as the dashboard shows them. */
export class MessageHistory {
  readonly #deliveries: DeliveryTable;
  readonly #inFlight: Pick<InFlight, 'stateOf'>;
  readonly #files: ShownFiles;
  readonly #answered: AnsweredMessages;
  readonly #steps: Statement;
  readonly #sent: Statement;
  readonly #page: Statement;
  readonly #following: Statement;
  readonly #threads: Statement;
  readonly #senders: Statement;
  readonly #last: Statement;
  readonly #unread: Statement;
  readonly #waiting: Statement;
  readonly #waitingIn: Statement;
  readonly #relays: Relays;

  constructor(
    db: Database,
    deliveries: DeliveryTable,
    inFlight: Pick<InFlight, 'stateOf'> = NOTHING_TRAVELS,
  ) {
    this.#deliveries = deliveries;
    this.#inFlight = inFlight;
    this.#relays = new Relays(db);
    this.#files = new ShownFiles(db);
    this.#answered = new AnsweredMessages(db);
    this.#steps = db.prepare(
      'SELECT step, at_ms, detail FROM message_steps WHERE message = ? ORDER BY rowid',
    );
    this.#sent = db.prepare('SELECT gen, seq FROM received_envelopes WHERE message = ? LIMIT 1');
    this.#page = db.prepare(
      `SELECT * FROM messages WHERE thread = @thread AND (@before IS NULL OR id < @before) ORDER BY id DESC LIMIT @limit`,
    );
    this.#following = db.prepare(
      'SELECT * FROM messages WHERE thread = @thread AND id > @after ORDER BY id LIMIT @limit',
    );
    // A skip scan: as many index lookups as there are threads.
    this.#threads = db
      .prepare(
        `WITH RECURSIVE thread (id) AS (
           SELECT MIN(thread) FROM messages
           UNION ALL SELECT (SELECT MIN(thread) FROM messages WHERE thread > thread.id) FROM thread WHERE id IS NOT NULL)
         SELECT id FROM thread WHERE id IS NOT NULL AND id <> '${PARTS_THREAD}'`,
      )
      .pluck();
    this.#senders = db
      .prepare(
        `WITH RECURSIVE sender (did) AS (
           SELECT MIN(sender_did) FROM messages WHERE thread = '${BROADCAST}'
           UNION ALL SELECT (SELECT MIN(sender_did) FROM messages
             WHERE thread = '${BROADCAST}' AND sender_did > sender.did) FROM sender WHERE did IS NOT NULL)
         SELECT did FROM sender WHERE did IS NOT NULL`,
      )
      .pluck();
    this.#last = db.prepare('SELECT * FROM messages WHERE thread = ? ORDER BY id DESC LIMIT 1');
    // Named, as grouping by thread would look like a reason to go through all messages of each.
    this.#unread = db.prepare(
      `SELECT thread, COUNT(*) AS count, MIN(id) AS first FROM messages INDEXED BY messages_unread
       WHERE direction = 'in' AND read_at_ms IS NULL GROUP BY thread`,
    );
    this.#waitingIn = db
      .prepare(
        `SELECT COUNT(*) FROM messages INDEXED BY messages_waiting_by_thread
         WHERE thread = ? AND direction = 'out' AND state IN ('queued', 'sent')`,
      )
      .pluck();
    this.#waiting = db.prepare(
      `SELECT thread, COUNT(*) AS count, MIN(created_at_ms) AS oldest FROM messages
       WHERE direction = 'out' AND state IN ('queued', 'sent') AND thread <> '${PARTS_THREAD}' GROUP BY thread`,
    );
  }

  message(row: MessageRow): Message {
    const deliveries = row.direction === 'out' ? this.#deliveries.ofMessage(row.id) : [];
    const answers = this.#answered.of(row);
    const open = deliveries.filter(({ state }) => state === 'waiting' || state === 'sent');
    const tries = open.map(({ next_try_at_ms }) => next_try_at_ms).filter((atMs) => atMs > 0);
    const relays = row.direction === 'out' ? this.#relays.of(row.id) : [];
    const isBroadcast = row.direction === 'out' && row.thread === BROADCAST;
    const steps = this.#steps.all(row.id) as { step: StepName; at_ms: number; detail: string | null }[];
    return {
      number: row.id,
      id: row.uuid,
      direction: row.direction,
      thread: row.thread,
      senderDid: row.sender_did,
      text: row.payload,
      state: this.stateOf(row),
      code: row.code,
      createdAtMs: row.created_at_ms,
      expiresAtMs: row.expires_at_ms,
      keyChangedAtMs: row.key_changed_at_ms,
      ...(row.agent === null ? {} : { agent: row.agent }),
      sealedBytes: sealedBytes(deliveries),
      attempts: Math.max(0, ...deliveries.map(({ attempts }) => attempts)),
      nextTryAtMs: tries.length === 0 ? null : Math.min(...tries),
      steps: steps.map(({ step, at_ms, detail }) => ({ step, atMs: at_ms, ...readDetail(detail) })),
      ...(relays.length > 0 ? { relays } : {}),
      deliveredTo: isBroadcast ? progressOf(deliveries) : null,
      ...(isBroadcast
        ? { recipients: recipientStates(deliveries, (did) => relays.some(({ to }) => to === did)) }
        : {}),
      ...(answers ? { answers } : {}),
      ...(row.direction === 'in' ? this.#incoming(row) : {}),
      ...this.#file(row),
      ...broughtBy(row),
    };
  }

  #incoming({ id, read_at_ms }: MessageRow): Pick<Message, 'sent' | 'unread'> {
    const sent = this.#sent.get(id) as Message['sent'];
    return { ...(sent ? { sent } : {}), ...(read_at_ms === null ? { unread: true } : {}) };
  }

  #file(row: MessageRow): Pick<Message, 'file'> {
    const file = this.#files.of(row);
    return file === undefined ? {} : { file };
  }

  /** The state that people see: what is stored, or what is happening. */
  stateOf(row: Pick<MessageRow, 'id' | 'state'>): MessageState {
    if (row.state !== 'queued' && row.state !== 'sent') return row.state;
    return this.#inFlight.stateOf(row.id) ?? (this.#relays.hasAll(row.id) ? 'relayed' : row.state);
  }

  page({ thread, before, after = null, limit }: PageQuery): { messages: Message[]; more: boolean } {
    if (after !== null) {
      const rows = this.#following.all({ thread, after, limit: limit + 1 }) as MessageRow[];
      return {
        messages: rows.slice(0, limit).map((row) => this.message(row)),
        more: rows.length > limit,
      };
    }
    const rows = this.#page.all({ thread, before, limit: limit + 1 }) as MessageRow[];
    const shown = rows.slice(0, limit).reverse();
    return { messages: shown.map((row) => this.message(row)), more: rows.length > limit };
  }

  /** The DIDs of all who wrote to this node or are written to. */
  people(): string[] {
    const senders = this.#senders.all() as string[];
    const threads = (this.#threads.all() as string[]).filter((id) => id.startsWith('did:'));
    return [...new Set([...threads, ...senders])];
  }

  /** Every conversation, the one with the newest message first. */
  threads(): Thread[] {
    const unread = new Map((this.#unread.all() as UnreadRow[]).map((row) => [row.thread, row]));
    const waiting = countsByThread(this.#waiting.all());
    const threads = (this.#threads.all() as string[]).map((id) => {
      const row = this.#last.get(id) as MessageRow;
      return { number: row.id, thread: this.#thread(row, unread.get(id), waiting.get(id) ?? 0) };
    });
    return threads.sort((a, b) => b.number - a.number).map(({ thread }) => thread);
  }

  /** How many messages of a conversation are on their way. */
  waitingIn(thread: string): number {
    return this.#waitingIn.get(thread) as number;
  }

  summary(): QueueSummary {
    const rows = this.#waiting.all() as { thread: string; count: number; oldest: number }[];
    return {
      waiting: rows.reduce((sum, { count }) => sum + count, 0),
      oldestAtMs: rows.length === 0 ? null : Math.min(...rows.map(({ oldest }) => oldest)),
      waitingFor: rows.map(({ thread }) => thread),
    };
  }

  #thread(row: MessageRow, unread: UnreadRow | undefined, waiting: number): Thread {
    const last = {
      text: row.payload || (this.#files.of(row)?.name ?? ''),
      direction: row.direction,
      senderDid: row.sender_did,
      atMs: row.created_at_ms,
      state: this.stateOf(row),
    };
    const counts = { unread: unread?.count ?? 0, waiting };
    return { id: row.thread, last, ...counts, ...(unread ? { unreadFrom: unread.first } : {}) };
  }
}

interface UnreadRow {
  readonly thread: string;
  readonly count: number;
  readonly first: number;
}

function sealedBytes(deliveries: readonly DeliveryRow[]): number | null {
  const sizes = deliveries.map(({ envelope_bytes }) => envelope_bytes).filter((bytes) => bytes !== null);
  return sizes.length === 0 ? null : Math.max(...sizes);
}

function progressOf(deliveries: readonly DeliveryRow[]): { done: number; total: number } {
  return { done: deliveries.filter(({ state }) => state === 'delivered').length, total: deliveries.length };
}

function countsByThread(rows: unknown[]): Map<string, number> {
  return new Map((rows as { thread: string; count: number }[]).map(({ thread, count }) => [thread, count]));
}
