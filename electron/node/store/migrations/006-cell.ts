import type { Migration } from '../migration.ts';

/**
 * Invitations are local to the node that made them. One is bound to the first identity that uses it: what it asked
 * for stays in the row, so that asking again is answered the same.
 */
export const migration: Migration = {
  version: 6,
  name: 'cell',
  sql: `
    CREATE TABLE invitations (
      id               TEXT PRIMARY KEY,
      cell             TEXT    NOT NULL,
      secret           BLOB    NOT NULL,
      created_at_ms    INTEGER NOT NULL,
      expires_at_ms    INTEGER NOT NULL,
      revoked          INTEGER NOT NULL DEFAULT 0,
      scid             TEXT,
      alias            TEXT,
      did_log          TEXT,             -- JSON
      asked_at_ms      INTEGER,
      accepted         INTEGER NOT NULL DEFAULT 0,
      refused          INTEGER NOT NULL DEFAULT 0,
      proposal         TEXT              -- hash of the draft of its ballot
    ) STRICT, WITHOUT ROWID;
  `,
};
