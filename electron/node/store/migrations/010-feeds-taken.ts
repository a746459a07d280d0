import type { Migration } from '../migration.ts';

/** How much of each feed its own author has brought: on the last day (days since the epoch, UTC), and in all. */
export const migration: Migration = {
  version: 10,
  name: 'feeds-taken',
  sql: `
    CREATE TABLE log_feeds_taken (
      cell        TEXT    NOT NULL,
      author      TEXT    NOT NULL,
      day         INTEGER NOT NULL,
      day_entries INTEGER NOT NULL,
      day_bytes   INTEGER NOT NULL,
      all_entries INTEGER NOT NULL,
      all_bytes   INTEGER NOT NULL,
      PRIMARY KEY (cell, author)
    ) STRICT, WITHOUT ROWID;
  `,
};
