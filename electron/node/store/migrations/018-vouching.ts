import type { Migration } from '../migration.ts';

/**
 * Of a run of one feed only the last signature is checked when it comes, and the others in idle time (docs/protocol.md,
 * "Entry"): up to which row that was done, which is all of them so far. And entries that vouch for one of the log and
 * have no place in it themselves, in the order in which they cover each other.
 */
export const migration: Migration = {
  version: 18,
  name: 'vouching',
  sql: `
    CREATE TABLE log_checked (
      cell     TEXT PRIMARY KEY,
      position INTEGER NOT NULL -- of log_entries
    ) STRICT, WITHOUT ROWID;
    INSERT INTO log_checked SELECT cell, MAX(position) FROM log_entries GROUP BY cell;

    CREATE TABLE log_covers (
      cell    TEXT    NOT NULL,
      covered TEXT    NOT NULL, -- hash in log_entries
      place   INTEGER NOT NULL,
      entry   TEXT    NOT NULL, -- as in log_entries
      PRIMARY KEY (cell, covered, place)
    ) STRICT, WITHOUT ROWID;
  `,
};
