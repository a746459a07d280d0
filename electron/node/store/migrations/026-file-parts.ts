import type { Migration } from '../migration.ts';

/**
 * Parts of small files of ours. Each has a row in `messages`, in no conversation (`thread` is `parts`), so that it is
 * sealed, carried, acknowledged and sealed anew like any other; its bytes go once all who are meant have it. They go
 * with the message whose file it is.
 */
export const migration: Migration = {
  version: 26,
  name: 'file-parts',
  sql: `
    CREATE TABLE outgoing_parts (
      message    INTEGER PRIMARY KEY REFERENCES messages (id) ON DELETE CASCADE,
      of_message INTEGER NOT NULL,
      part       INTEGER NOT NULL, -- from 0
      data       BLOB    NOT NULL
    ) STRICT;
    CREATE UNIQUE INDEX outgoing_parts_of ON outgoing_parts (of_message, part);

    CREATE TRIGGER file_message_deleted AFTER DELETE ON messages WHEN old.direction = 'out' AND old.file IS NOT NULL
    BEGIN
      DELETE FROM messages WHERE id IN (SELECT message FROM outgoing_parts WHERE of_message = old.id);
    END;
    CREATE TRIGGER file_part_delivered AFTER UPDATE OF state ON messages
      WHEN new.thread = 'parts' AND new.state = 'delivered' AND old.state <> 'delivered'
    BEGIN
      UPDATE outgoing_parts SET data = x'' WHERE message = new.id;
    END;
  `,
};
