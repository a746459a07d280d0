import { GhostStackError } from '#shared/contract/errors.ts';
import { says } from '#shared/protocol/saying.ts';
import type { Store } from '../store/store.ts';

/** What is on its way is cancelled first: the recipient may have it already, and would be told nothing else. */
const IS_OVER = `state NOT IN ('queued', 'sent', 'sending', 'relayed') AND NOT EXISTS (
  SELECT 1 FROM outgoing_parts p JOIN messages q ON q.id = p.message
  WHERE p.of_message = messages.id AND q.state IN ('queued', 'sent', 'sending', 'relayed'))`;

/** Arrived there, or read here. */
const IS_DELIVERED =
  "(direction = 'out' AND state = 'delivered' OR direction = 'in' AND read_at_ms IS NOT NULL)";

/**
 * Takes messages out of this node's database: text, steps and envelopes. What recognises an envelope that comes a second
 * time (its id, nonce and hash) stays until it would be too old anyway. Nobody else's copy is touched.
 */
export class MessageDeleter {
  readonly #store: Store;

  constructor(store: Store) {
    this.#store = store;
  }

  /** Throws `not-found`, or `conflict` while it waits. */
  one(uuid: string): void {
    const state = this.#store.db.prepare('SELECT state FROM messages WHERE uuid = ?').pluck().get(uuid);
    if (state === undefined) throw new GhostStackError('not-found', says('error.messaging.deletedAlready'));
    if (this.#delete('uuid = ?', uuid) === 0)
      throw new GhostStackError('conflict', says('error.messaging.deletesWaiting'));
  }

  /** All of a conversation but what waits; how many there were. */
  conversation(thread: string): number {
    return this.#delete('thread = ?', thread);
  }

  /** What was delivered before that time. */
  deliveredBefore(atMs: number): number {
    return this.#delete(`created_at_ms < ? AND ${IS_DELIVERED}`, atMs);
  }

  #delete(which: string, value: string | number): number {
    const { db } = this.#store;
    const chosen = `${which} AND ${IS_OVER}`;
    return this.#store.transaction(() => {
      const mids = db.prepare(`SELECT mid FROM messages WHERE ${chosen}`).pluck().all(value);
      // A sealed envelope opens with this node's key, which is here.
      db.prepare(
        `UPDATE received_envelopes SET envelope = '' WHERE message IN (SELECT id FROM messages WHERE ${chosen})`,
      ).run(value);
      const { changes } = db.prepare(`DELETE FROM messages WHERE ${chosen}`).run(value);
      if (mids.length > 0) this.#unname(mids);
      return changes;
    });
  }

  /** What answers them says so: they were here. What waits keeps the name, which its recipients may know. */
  #unname(mids: readonly unknown[]): void {
    this.#store.db
      .prepare(
        `UPDATE messages SET reply = '' WHERE reply IN (SELECT value FROM json_each(?)) AND ${IS_OVER}
         AND NOT EXISTS (SELECT 1 FROM messages other WHERE other.thread = messages.thread
           AND (other.uuid = messages.reply AND other.mid = other.uuid OR other.mid = messages.reply AND other.mid <> other.uuid))`,
      )
      .run(JSON.stringify(mids));
  }
}
