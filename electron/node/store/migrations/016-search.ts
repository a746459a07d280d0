import type { Migration } from '../migration.ts';

/**
 * How far the index of the search has come, and what of it is not true any more. The index itself is made by
 * electron/node/search, and anew where it is damaged: no trigger touches it, so that nothing that is wrong with it can
 * keep a message from being stored. `version` 0: there is none yet. A text that is gone waits in `search_changes`, in
 * the transaction that removes it, because it takes the text to take it out of the index.
 */
export const migration: Migration = {
  version: 16,
  name: 'search',
  sql: `
    CREATE TABLE search_state (
      only_row    INTEGER PRIMARY KEY CHECK (only_row = 1),
      version     INTEGER NOT NULL,
      messages_to INTEGER NOT NULL, -- the last number that is indexed
      log_to      INTEGER NOT NULL  -- the last position that is indexed
    ) STRICT;
    INSERT INTO search_state VALUES (1, 0, 0, 0);

    CREATE TABLE search_changes (
      id     INTEGER PRIMARY KEY,
      op     TEXT    NOT NULL CHECK (op IN ('add', 'forget')),
      source TEXT    NOT NULL CHECK (source IN ('message', 'entry')),
      number INTEGER NOT NULL,
      title  TEXT,
      text   TEXT
    ) STRICT;

    CREATE VIEW search_texts AS
      SELECT position,
        CASE WHEN json_type(entry, '$.entry.body.title') = 'text'
          THEN json_extract(entry, '$.entry.body.title') END AS title,
        CASE WHEN json_type(entry, '$.entry.body.text') = 'text'
          THEN json_extract(entry, '$.entry.body.text')
          WHEN json_type(entry, '$.entry.body.comment') = 'text'
          THEN json_extract(entry, '$.entry.body.comment') END AS text
      FROM log_entries
      WHERE kind IN ('draft', 'revise', 'open', 'comment', 'vote') AND json_valid(entry);

    CREATE TRIGGER search_message_deleted AFTER DELETE ON messages
      WHEN old.state <> 'cancelled' AND old.id <= (SELECT messages_to FROM search_state)
    BEGIN
      INSERT INTO search_changes (op, source, number, text) VALUES ('forget', 'message', old.id, old.payload);
    END;
    CREATE TRIGGER search_message_cancelled AFTER UPDATE OF state ON messages
      WHEN new.state = 'cancelled' AND old.state <> 'cancelled' AND old.id <= (SELECT messages_to FROM search_state)
    BEGIN
      INSERT INTO search_changes (op, source, number, text) VALUES ('forget', 'message', old.id, old.payload);
    END;
    CREATE TRIGGER search_message_kept AFTER UPDATE OF state ON messages
      WHEN new.state <> 'cancelled' AND old.state = 'cancelled' AND old.id <= (SELECT messages_to FROM search_state)
    BEGIN
      INSERT INTO search_changes (op, source, number) VALUES ('add', 'message', new.id);
    END;
    CREATE TRIGGER search_message_changed AFTER UPDATE OF payload ON messages
      WHEN new.payload <> old.payload AND old.state <> 'cancelled' AND new.state <> 'cancelled'
        AND old.id <= (SELECT messages_to FROM search_state)
    BEGIN
      INSERT INTO search_changes (op, source, number, text) VALUES ('forget', 'message', old.id, old.payload);
      INSERT INTO search_changes (op, source, number) VALUES ('add', 'message', new.id);
    END;
    CREATE TRIGGER search_entry_deleted BEFORE DELETE ON log_entries
      WHEN old.position <= (SELECT log_to FROM search_state)
    BEGIN
      INSERT INTO search_changes (op, source, number, title, text)
        SELECT 'forget', 'entry', position, title, text FROM search_texts WHERE position = old.position;
    END;
  `,
};
