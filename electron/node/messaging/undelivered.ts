import type { Database, Statement } from 'better-sqlite3';
import type { Message } from '#shared/contract/domain/message.ts';
import {
  UNDELIVERED_TEXT_MAX,
  type UndeliveredCursor,
  type UndeliveredPage,
  type UndeliveredRow,
  type UndeliveredSummary,
} from '#shared/contract/domain/undelivered.ts';
import type { DeliveryState } from './delivery-table.ts';
import { PARTS_THREAD } from './files/outgoing-parts.ts';
import type { InFlight } from './in-flight.ts';
import type { MessageHistory } from './message-history.ts';
import type { MessageRow } from './message-table.ts';
import { Relays } from './relays.ts';

export interface UndeliveredQuery {
  readonly after: UndeliveredCursor | null;
  readonly limit: number;
}

type Row = MessageRow & {
  readonly recipient_did: string;
  /** Null while nobody is known by whom the message is for. */
  readonly delivery: DeliveryState | null;
  readonly delivery_code: string | null;
  readonly tries: number | null;
  readonly next_at_ms: number | null;
  readonly bytes: number | null;
};

/** A message that is open, once for each recipient that lacks it. */
const OPEN = `FROM messages m LEFT JOIN deliveries d ON d.message = m.id AND d.state IN ('waiting', 'sent')
  WHERE m.direction = 'out' AND m.state IN ('queued', 'sent') AND m.thread <> '${PARTS_THREAD}'`;

/** Everything that waits, recipient by recipient. */
export class Undelivered {
  readonly #history: Pick<MessageHistory, 'message'>;
  readonly #inFlight: Pick<InFlight, 'has' | 'writtenAtMs'> | null;
  readonly #relays: Relays;
  readonly #any: Statement;
  readonly #page: Statement;
  readonly #messages: Statement;
  readonly #recipients: Statement;

  /** Without `inFlight` nothing travels. */
  constructor(db: Database, history: Pick<MessageHistory, 'message'>, inFlight: InFlight | null) {
    this.#history = history;
    this.#inFlight = inFlight;
    this.#relays = new Relays(db);
    this.#any = db
      .prepare(
        "SELECT EXISTS (SELECT 1 FROM messages WHERE direction = 'out' AND state IN ('queued', 'sent'))",
      )
      .pluck();
    this.#page = db.prepare(
      `SELECT m.*, IFNULL(d.recipient_did, '') AS recipient_did, d.state AS delivery, d.code AS delivery_code,
         d.attempts AS tries, d.next_try_at_ms AS next_at_ms, d.envelope_bytes AS bytes
       ${OPEN} AND (m.id > @number OR (m.id = @number AND IFNULL(d.recipient_did, '') > @to))
       ORDER BY m.id, d.recipient_did LIMIT @limit`,
    );
    this.#messages = db
      .prepare(
        `SELECT COUNT(*) FROM messages WHERE direction = 'out' AND state IN ('queued', 'sent') AND thread <> '${PARTS_THREAD}'`,
      )
      .pluck();
    this.#recipients = db.prepare(
      `SELECT IFNULL(d.recipient_did, m.thread) AS lacking, COUNT(*) AS count, MIN(m.created_at_ms) AS oldest
       ${OPEN} GROUP BY lacking ORDER BY count DESC, oldest, lacking`,
    );
  }

  /** Whether anything waits at all, parts of files with it. */
  isAny(): boolean {
    return this.#any.get() === 1;
  }

  page({ after, limit }: UndeliveredQuery): UndeliveredPage {
    const { number, to } = after ?? { number: 0, to: '' };
    const rows = this.#page.all({ number, to, limit: limit + 1 }) as Row[];
    return {
      rows: rows.slice(0, limit).map((row) => this.#row(row)),
      more: rows.length > limit,
      summary: this.#summary(),
    };
  }

  #summary(): UndeliveredSummary {
    const found = this.#recipients.all() as { lacking: string; count: number; oldest: number }[];
    return {
      messages: this.#messages.get() as number,
      rows: found.reduce((sum, { count }) => sum + count, 0),
      recipients: found.map(({ lacking, count, oldest }) => ({
        to: lacking,
        messages: count,
        oldestAtMs: oldest,
      })),
    };
  }

  #row(row: Row): UndeliveredRow {
    const whole = this.#history.message(row);
    const { recipients: _others, relays = [], ...own } = whole;
    const given = relays.filter(({ to }) => to === row.recipient_did);
    const message: Message = {
      ...own,
      ...(given.length > 0 ? { relays: given } : {}),
      text: beginning(whole.text),
      state: this.#stateOf(row),
      code: row.delivery_code,
      sealedBytes: row.bytes,
      attempts: row.tries ?? 0,
      nextTryAtMs: row.next_at_ms === null || row.next_at_ms === 0 ? null : row.next_at_ms,
      deliveredTo: null,
    };
    return { message, to: row.recipient_did || row.thread };
  }

  #stateOf({ id: number, recipient_did: recipientDid, delivery }: Row): Message['state'] {
    const envelope = { number, recipientDid };
    if (this.#inFlight?.has(envelope)) {
      return this.#inFlight.writtenAtMs(envelope) === null ? 'sending' : 'sent';
    }
    if (this.#relays.of(number).some(({ to }) => to === recipientDid)) return 'relayed';
    return delivery === 'sent' ? 'sent' : 'queued';
  }
}

/** Never half of a character. */
function beginning(text: string): string {
  if (text.length <= UNDELIVERED_TEXT_MAX) return text;
  const cut = text.slice(0, UNDELIVERED_TEXT_MAX).replace(/[\uD800-\uDBFF]$/, '');
  return `${cut}…`;
}
