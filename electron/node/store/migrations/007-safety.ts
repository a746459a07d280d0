import type { Migration } from '../migration.ts';

/**
 * What keeps this home from signing, one row a cell: the row alone bars, whatever it holds. `home` names this home
 * among others of the same operator; a copy of the home has it, too.
 */
export const migration: Migration = {
  version: 7,
  name: 'safety',
  sql: `
    CREATE TABLE safety (
      cell     TEXT PRIMARY KEY,
      why      TEXT NOT NULL,
      answered TEXT NOT NULL -- JSON: members who have told since what they hold of our feed
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE home (
      only_row INTEGER PRIMARY KEY CHECK (only_row = 1),
      id       TEXT NOT NULL
    ) STRICT;
    INSERT INTO home (only_row, id) VALUES (1, lower(hex(randomblob(16))));
  `,
};
