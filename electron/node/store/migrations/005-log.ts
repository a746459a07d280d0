import type { Migration } from '../migration.ts';

/**
 * The Integrity Chain. An entry is stored once it is well-formed and signed by its key, applied or not yet: the
 * graph is rebuilt from these rows. `position` is the order of arrival, in which causes come first for all that
 * is applied. `own_tip` is read and written in the transaction that stores an entry of one's own.
 */
export const migration: Migration = {
  version: 5,
  name: 'log',
  sql: `
    CREATE TABLE log_entries (
      position       INTEGER PRIMARY KEY AUTOINCREMENT,
      cell           TEXT    NOT NULL,
      hash           TEXT    NOT NULL UNIQUE,
      author         TEXT    NOT NULL,
      gen            INTEGER NOT NULL,
      seq            INTEGER NOT NULL,
      kind           TEXT    NOT NULL,
      entry          TEXT    NOT NULL, -- JCS of { entry, signature }
      received_at_ms INTEGER NOT NULL
    ) STRICT;
    CREATE INDEX log_entries_by_feed ON log_entries (cell, author, gen, seq);

    CREATE TABLE cells (
      cell           TEXT PRIMARY KEY,
      position       INTEGER NOT NULL,
      joined_at_ms   INTEGER NOT NULL
    ) STRICT, WITHOUT ROWID;
  `,
};
