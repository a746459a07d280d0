import type { Migration } from '../migration.ts';

/** The text that was begun in a conversation, at most one, and which message it answers. */
export const migration: Migration = {
  version: 21,
  name: 'drafts',
  sql: `
    CREATE TABLE drafts (
      thread        TEXT    PRIMARY KEY,
      text          TEXT    NOT NULL,
      reply         TEXT,             -- the mid of the message that it answers
      changed_at_ms INTEGER NOT NULL
    ) STRICT;
  `,
};
