import type { Database, Statement } from 'better-sqlite3';
import type { Message, MessageState } from '#shared/contract/domain/message.ts';
import { PARTS_THREAD } from './files/outgoing-parts.ts';
import { CLOCK_SLACK_MS, type NextLife } from './lifetime.ts';
import { BROADCAST } from './payload.ts';
import type { QueueRow } from './queue-events.ts';
import { keptDetail, type StepDetail } from './step-detail.ts';

export interface MessageRow {
  readonly id: number;
  readonly sender: string;
  readonly recipient: string;
  readonly payload: string;
  readonly delivered: number;
  readonly uuid: string;
  readonly direction: 'out' | 'in';
  readonly thread: string;
  readonly sender_did: string;
  readonly state: MessageState;
  readonly code: string | null;
  readonly created_at_ms: number;
  readonly expires_at_ms: number;
  /** As in TimedMessage (lifetime.ts). */
  readonly recipient_ahead_ms: number;
  readonly prolonged: number;
  /** Names the message for all who have it; `uuid` where this node wrote it. */
  readonly mid: string;
  /** The mid of the message that is answered; empty once that was deleted here. */
  readonly reply: string | null;
  /** JSON of a FileOffer. */
  readonly file: string | null;
  /** The digest of the cycle that led to it, where an agent wrote it. */
  readonly agent: string | null;
  /** JSON of a SentCredential. */
  readonly credential: string | null;
  readonly read_at_ms: number | null;
  /** When its sender changed the key that it is signed with; null if it is signed with the newest. */
  readonly key_changed_at_ms: number | null;
}

export type MessageHead = Pick<MessageRow, 'id' | 'uuid' | 'state'>;

export type NewMessage = Omit<
  MessageRow,
  'id' | 'delivered' | 'code' | 'recipient_ahead_ms' | 'prolonged' | 'read_at_ms'
> & {
  readonly addressed: boolean;
};

/** By place: to find a value by its name costs as much as half of storing it. */
const WRITTEN = [
  ...(['sender', 'recipient', 'payload', 'uuid', 'direction', 'thread', 'sender_did', 'state'] as const),
  ...([
    'created_at_ms',
    'expires_at_ms',
    'mid',
    'reply',
    'file',
    'key_changed_at_ms',
    'agent',
    'credential',
  ] as const),
];

export type StepName = Message['steps'][number]['step'];

/** Tries that are kept of one message: the newest. */
const KEPT_TRIES = 5;

/** Of messages, as a JSON list: one statement for all of them. */
const NUMBERS = '(SELECT value FROM json_each(@numbers))';

const IS_OWN = 'sender_did IN (SELECT value FROM json_each(@own))';

/** The rows of messages in both directions, and the steps of their lives. */
export class MessageTable {
  /** JSON of the DIDs whose outgoing messages these are. */
  readonly #own: string;
  readonly #insert: Statement;
  readonly #addStep: Statement;
  readonly #addDelivered: Statement;
  readonly #setDelivered: Statement;
  readonly #headsOf: Statement;
  readonly #toEveryone: Statement;
  readonly #isToEveryone: Statement;
  readonly #dropOldTries: Statement;
  readonly #hasStep: Statement;
  readonly #setState: Statement;
  readonly #byNumber: Statement;
  readonly #byUuid: Statement;
  readonly #hasUuid: Statement;
  readonly #waiting: Statement;
  readonly #all: Statement;
  readonly #outOfTime: Statement;
  readonly #retime: Statement;
  readonly #noteAhead: Statement;
  readonly #unaddressed: Statement;
  readonly #address: Statement;
  readonly #markRead: Statement;

  /** @param own every DID under which the owner of the outgoing messages wrote */
  constructor(db: Database, own: readonly string[]) {
    this.#own = JSON.stringify(own);
    this.#insert = db.prepare(
      `INSERT INTO messages (${WRITTEN.join(', ')}, payload_bytes, addressed)
       VALUES (${WRITTEN.map(() => '?').join(', ')}, ?, ?)`,
    );
    this.#addStep = db.prepare(
      'INSERT INTO message_steps (message, step, at_ms, detail) VALUES (?, ?, ?, ?)',
    );
    this.#addDelivered = db.prepare(
      `INSERT INTO message_steps (message, step, at_ms, detail)
         SELECT id, step, at_ms, IIF(thread = '${BROADCAST}', @alias, NULL) FROM messages
         CROSS JOIN (SELECT 'sent' AS step, @sentAtMs AS at_ms UNION ALL SELECT 'delivered', @atMs)
         WHERE id IN ${NUMBERS}`,
    );
    this.#setDelivered = db.prepare(
      `UPDATE messages SET state = 'delivered', code = NULL, delivered = 1
       WHERE id IN ${NUMBERS} AND thread <> '${BROADCAST}'`,
    );
    this.#headsOf = db.prepare(`SELECT id, uuid, state FROM messages WHERE id IN
         (SELECT IFNULL(of_message, value) FROM json_each(@numbers) LEFT JOIN outgoing_parts ON message = value)`);
    this.#toEveryone = db
      .prepare(`SELECT id FROM messages WHERE id IN ${NUMBERS} AND thread = '${BROADCAST}'`)
      .pluck();
    this.#isToEveryone = db.prepare('SELECT thread = ? FROM messages WHERE id = ?').pluck();
    this.#dropOldTries = db.prepare(
      `DELETE FROM message_steps WHERE message = @number AND step = 'tried' AND rowid NOT IN
         (SELECT rowid FROM message_steps WHERE message = @number AND step = 'tried'
          ORDER BY rowid DESC LIMIT ${KEPT_TRIES})`,
    );
    this.#hasStep = db.prepare('SELECT 1 FROM message_steps WHERE message = ? AND step = ?').pluck();
    this.#setState = db.prepare(
      "UPDATE messages SET state = @state, code = @code, delivered = (@state = 'delivered') WHERE id = @number",
    );
    this.#byNumber = db.prepare('SELECT * FROM messages WHERE id = ?');
    this.#byUuid = db.prepare('SELECT * FROM messages WHERE uuid = ?');
    this.#hasUuid = db.prepare('SELECT 1 FROM messages WHERE uuid = ?').pluck();
    this.#waiting = db.prepare(
      `SELECT * FROM messages WHERE direction = 'out' AND state IN ('queued', 'sent') AND ${IS_OWN}
         AND thread <> '${PARTS_THREAD}' AND (@name IS NULL OR recipient = @name OR thread = @name OR thread = @did) ORDER BY id`,
    );
    this.#all = db.prepare(
      `SELECT * FROM messages WHERE direction = 'out' AND ${IS_OWN} AND thread <> '${PARTS_THREAD}' ORDER BY id`,
    );
    const open = `SELECT * FROM messages WHERE direction = 'out' AND state IN ('queued', 'sent') AND ${IS_OWN}`;
    this.#outOfTime = db.prepare(
      `${open} AND expires_at_ms <= @nowMs UNION ${open} AND created_at_ms > @laterMs
         UNION ${open} AND recipient_ahead_ms < 0 AND created_at_ms - recipient_ahead_ms <= @laterMs`,
    );
    this.#retime = db.prepare(
      `UPDATE messages SET created_at_ms = @createdAtMs, expires_at_ms = @expiresAtMs,
         recipient_ahead_ms = @recipientAheadMs, prolonged = @prolonged WHERE id = @number`,
    );
    this.#noteAhead = db.prepare(
      'UPDATE messages SET recipient_ahead_ms = @aheadMs WHERE id = @number AND recipient_ahead_ms < @aheadMs AND @aheadMs > 0',
    );
    this.#unaddressed = db.prepare(
      `SELECT * FROM messages WHERE addressed = 0 AND state IN ('queued', 'sent') AND ${IS_OWN} ORDER BY id`,
    );
    this.#address = db.prepare('UPDATE messages SET addressed = 1, thread = @thread WHERE id = @number');
    this.#markRead = db.prepare(
      "UPDATE messages SET read_at_ms = ? WHERE direction = 'in' AND read_at_ms IS NULL AND thread = ?",
    );
  }

  /** Returns the row's number. */
  insert(message: NewMessage): number {
    const { payload, addressed } = message;
    const values = WRITTEN.map((column) => message[column]);
    const result = this.#insert.run(...values, Buffer.byteLength(payload, 'utf8'), addressed ? 1 : 0);
    return Number(result.lastInsertRowid);
  }

  addStep(number: number, step: StepName, atMs: number, detail: StepDetail = null): void {
    this.#addStep.run(number, step, atMs, keptDetail(detail));
    if (step === 'tried') this.#dropOldTries.run({ number });
  }

  /**
   * That recipient has them: both steps of each, with its name where others are to have it, too, and the state of those
   * that are for it alone. Returns the others, whose state is anybody's matter.
   */
  delivered(numbers: readonly number[], times: { sentAtMs: number; atMs: number }, alias: string): number[] {
    const list = JSON.stringify(numbers);
    this.#addDelivered.run({ ...times, alias, numbers: list });
    const { changes } = this.#setDelivered.run({ numbers: list });
    return changes === numbers.length ? [] : (this.#toEveryone.all({ numbers: list }) as number[]);
  }

  hasStep(number: number, step: StepName): boolean {
    return this.#hasStep.get(number, step) !== undefined;
  }

  setState(number: number, state: MessageState, code: string | null): void {
    this.#setState.run({ number, state, code });
  }

  byNumber(number: number): MessageRow | null {
    return (this.#byNumber.get(number) as MessageRow | undefined) ?? null;
  }

  /** In their order, and without the texts; what is not there is left out. */
  headsOf(numbers: readonly number[]): MessageHead[] {
    return this.#headsOf.all({ numbers: JSON.stringify(numbers) }) as MessageHead[];
  }

  /** False, too, where there is no such message. */
  isToEveryone(number: number): boolean {
    return this.#isToEveryone.get(BROADCAST, number) === 1;
  }

  byUuid(uuid: string): MessageRow | null {
    return (this.#byUuid.get(uuid) as MessageRow | undefined) ?? null;
  }

  hasUuid(uuid: string): boolean {
    return this.#hasUuid.get(uuid) !== undefined;
  }

  /** Outgoing messages that are not settled, for one recipient (by name or DID) or all. */
  waiting(recipient: { name: string; did: string | null } | null): MessageRow[] {
    const parameters = { own: this.#own, name: recipient?.name ?? null, did: recipient?.did ?? null };
    return this.#waiting.all(parameters) as MessageRow[];
  }

  outgoing(): MessageRow[] {
    return this.#all.all({ own: this.#own }) as MessageRow[];
  }

  /** Outgoing messages that are not settled and whose life is over, or begins in the future. */
  outOfTime(nowMs: number): MessageRow[] {
    return this.#outOfTime.all({ own: this.#own, nowMs, laterMs: nowMs + CLOCK_SLACK_MS }) as MessageRow[];
  }

  /** Gives a message another lifetime. */
  retime(number: number, { createdAtMs, expiresAtMs, recipientAheadMs, prolonged }: NextLife): void {
    const times = { createdAtMs, expiresAtMs, recipientAheadMs };
    this.#retime.run({ number, ...times, prolonged: prolonged ? 1 : 0 });
  }

  /** A recipient whose clock is that far ahead of ours found the message too old. */
  noteAhead(number: number, aheadMs: number): void {
    this.#noteAhead.run({ number, aheadMs });
  }

  /** Outgoing messages for names that nobody had when they were written, and to everyone where nobody was. */
  unaddressed(): MessageRow[] {
    return this.#unaddressed.all({ own: this.#own }) as MessageRow[];
  }

  address(number: number, thread: string): void {
    this.#address.run({ number, thread });
  }

  markRead(thread: string, nowMs: number): number {
    return this.#markRead.run(nowMs, thread).changes;
  }
}

/** As the tutorial's library shows a message of the queue. */
export function toQueueRow({ id, sender, recipient, payload, delivered }: MessageRow): QueueRow {
  return { id, sender, recipient, payload, delivered: delivered === 1 };
}
