import type { Database, Statement } from 'better-sqlite3';
import type { Draft } from '#shared/contract/domain/message.ts';
import type { Clock } from './random.ts';

/** Characters of a draft that the list of conversations shows. */
const BEGINNING_CHARS = 120;

const NOTHING: Draft = { text: '', reply: null };

/** Texts that were begun and not sent: one for each conversation. The migration `drafts` says when one is sent. */
export class DraftTable {
  readonly #clock: Clock;
  readonly #get: Statement;
  readonly #set: Statement;
  readonly #drop: Statement;
  readonly #beginnings: Statement;

  constructor(db: Database, clock: Clock) {
    this.#clock = clock;
    this.#get = db.prepare('SELECT text, reply FROM drafts WHERE thread = ?');
    this.#set = db.prepare(
      `INSERT INTO drafts (thread, text, reply, changed_at_ms) VALUES (@thread, @text, @reply, @nowMs)
       ON CONFLICT (thread) DO UPDATE SET text = @text, reply = @reply, changed_at_ms = @nowMs`,
    );
    this.#drop = db.prepare('DELETE FROM drafts WHERE thread = ?');
    this.#beginnings = db.prepare(
      `SELECT thread, substr(text, 1, ${BEGINNING_CHARS}) AS text FROM drafts WHERE text <> '' ORDER BY changed_at_ms DESC`,
    );
  }

  get(thread: string): Draft {
    return (this.#get.get(thread) as Draft | undefined) ?? NOTHING;
  }

  /** One without a text that answers nothing is none. */
  set(thread: string, { text, reply }: Draft): void {
    if (text === '' && reply === null) this.#drop.run(thread);
    else this.#set.run({ thread, text, reply, nowMs: this.#clock() });
  }

  /** How each begins, by conversation; the one that was changed last first. */
  beginnings(): ReadonlyMap<string, string> {
    const rows = this.#beginnings.all() as { thread: string; text: string }[];
    return new Map(rows.map(({ thread, text }) => [thread, text]));
  }
}
