import type { Statement } from 'better-sqlite3';
import { GhostStackError } from '#shared/contract/errors.ts';
import { says } from '#shared/protocol/saying.ts';
import type { Store } from '../store/store.ts';

/** Takes back that messages were read. */
export class UnreadMark {
  readonly #store: Store;
  readonly #find: Statement;
  readonly #mark: Statement;

  constructor(store: Store) {
    this.#store = store;
    this.#find = store.db.prepare('SELECT id, direction, thread FROM messages WHERE uuid = ?');
    this.#mark = store.db.prepare(
      `UPDATE messages SET read_at_ms = NULL
       WHERE direction = 'in' AND read_at_ms IS NOT NULL AND thread = @thread AND id >= @id`,
    );
  }

  /**
   * Of a message that came in, and of all that came in after it in its conversation; returns how many counted as read.
   * Throws `not-found` or `conflict`.
   */
  from(uuid: string): number {
    return this.#store.transaction(() => {
      const found = this.#find.get(uuid) as { id: number; direction: string; thread: string } | undefined;
      if (!found) throw new GhostStackError('not-found', says('error.messaging.noMessage', { id: uuid }));
      if (found.direction !== 'in')
        throw new GhostStackError('conflict', says('error.messaging.onlyReceivedUnread'));
      return this.#mark.run(found).changes;
    });
  }
}
