import type { Migration } from '../migration.ts';

/**
 * The text that was begun in a conversation, at most one, and which message it answers. In the moment in which that
 * text is stored as a message it is not begun any more; what was written on since stays.
 */
export const migration: Migration = {
  version: 21,
  name: 'drafts',
  sql: `
    CREATE TABLE drafts (
      thread        TEXT    PRIMARY KEY,
      text          TEXT    NOT NULL,
      reply         TEXT,             -- the uuid of the message that it answers
      changed_at_ms INTEGER NOT NULL
    ) STRICT;
    CREATE TRIGGER draft_sent AFTER INSERT ON messages WHEN new.direction = 'out'
    BEGIN
      DELETE FROM drafts WHERE thread = new.thread AND text = new.payload;
    END;
  `,
};
