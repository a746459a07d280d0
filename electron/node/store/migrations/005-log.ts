import type { Migration } from '../migration.ts';

/**
 * The Integrity Chain. An entry is stored once it has its place in the graph, which is rebuilt from these rows.
 * `position` is the order of storing, in which causes come first. Where the own feed ends is read from them, in the
 * transaction that stores an entry of one's own.
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
