import type { Migration } from '../migration.ts';

/**
 * `log_entries` holds only what has its place in the graph. Rows that are found there at a start and have none are
 * moved here, with the reason: for whoever looks for the cause, and read by nothing.
 */
export const migration: Migration = {
  version: 8,
  name: 'set-aside',
  sql: `
    CREATE TABLE log_set_aside (
      id              INTEGER PRIMARY KEY AUTOINCREMENT,
      cell            TEXT    NOT NULL,
      hash            TEXT    NOT NULL,
      author          TEXT    NOT NULL,
      gen             INTEGER NOT NULL,
      seq             INTEGER NOT NULL,
      kind            TEXT    NOT NULL,
      entry           TEXT    NOT NULL,
      received_at_ms  INTEGER NOT NULL,
      why             TEXT    NOT NULL,
      set_aside_at_ms INTEGER NOT NULL
    ) STRICT;
  `,
};
