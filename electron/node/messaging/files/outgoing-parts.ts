import type { Database, Statement } from 'better-sqlite3';
import type { DeliveryState } from '../delivery-table.ts';

/** What stands for a conversation in the rows of parts, which belong to none. */
export const PARTS_THREAD = 'parts';

/** One part of a small file of ours. */
export interface OutgoingPart {
  /** Of the message whose file it is. */
  readonly ofMid: string;
  readonly part: number;
  readonly data: Uint8Array;
}

/** SQL of the parts of small files that this node sends. */
export class OutgoingParts {
  readonly #insert: Statement;
  readonly #get: Statement;
  readonly #ofMessage: Statement;
  readonly #states: Statement;
  readonly #wentTo: Statement;
  readonly #data: Statement;

  constructor(db: Database) {
    this.#insert = db.prepare('INSERT INTO outgoing_parts VALUES (@message, @ofMessage, @part, @data)');
    this.#get = db.prepare(
      `SELECT m.mid AS ofMid, p.part, p.data FROM outgoing_parts p JOIN messages m ON m.id = p.of_message WHERE p.message = ?`,
    );
    this.#ofMessage = db
      .prepare('SELECT message FROM outgoing_parts WHERE of_message = ? ORDER BY part')
      .pluck();
    this.#states = db
      .prepare(
        `SELECT d.state FROM outgoing_parts p JOIN deliveries d ON d.message = p.message WHERE p.of_message = ?`,
      )
      .pluck();
    this.#wentTo = db.prepare(
      `SELECT COUNT(*) AS total, COALESCE(SUM(has_all), 0) AS done FROM
         (SELECT MIN(d.state = 'delivered') AS has_all FROM outgoing_parts p JOIN deliveries d ON d.message = p.message
          WHERE p.of_message = ? GROUP BY d.recipient_did)`,
    );
    this.#data = db.prepare('SELECT data FROM outgoing_parts WHERE of_message = ? ORDER BY part').pluck();
  }

  /** To be called in the transaction that stores its row. */
  keep(message: number, ofMessage: number, part: number, data: Uint8Array): void {
    this.#insert.run({ message, ofMessage, part, data: Buffer.from(data) });
  }

  get(message: number): OutgoingPart | null {
    return (this.#get.get(message) as OutgoingPart | undefined) ?? null;
  }

  /** The numbers of their rows. */
  ofMessage(message: number): number[] {
    return this.#ofMessage.all(message) as number[];
  }

  /** How far each has come to each recipient. */
  states(message: number): DeliveryState[] {
    return this.#states.all(message) as DeliveryState[];
  }

  /** How many of its recipients have all of them. */
  wentTo(message: number): { readonly done: number; readonly total: number } {
    return this.#wentTo.get(message) as { done: number; total: number };
  }

  /** Their bytes, in order; null where some are not kept any more. */
  data(message: number): Uint8Array[] | null {
    const parts = this.#data.all(message) as Uint8Array[];
    return parts.length > 0 && parts.every(({ length }) => length > 0) ? parts : null;
  }
}
