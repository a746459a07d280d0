import type { Migration } from '../migration.ts';

/**
 * Codes by which somebody whose computer is gone comes back: bound to the first member that proves itself with one, and
 * to the key with which its machine dials.
 */
export const migration: Migration = {
  version: 28,
  name: 'recovery-codes',
  sql: `
    CREATE TABLE recovery_codes (
      id TEXT PRIMARY KEY,
      cell TEXT NOT NULL,
      secret BLOB NOT NULL,
      nonce_key BLOB NOT NULL,
      created_at_ms INTEGER NOT NULL,
      expires_at_ms INTEGER NOT NULL,
      revoked INTEGER NOT NULL DEFAULT 0,
      scid TEXT,
      proved_by TEXT CHECK (proved_by IN ('device', 'words')),
      asker_key BLOB,
      asked_at_ms INTEGER,
      versions TEXT,
      lost INTEGER NOT NULL DEFAULT 0,
      accepted INTEGER NOT NULL DEFAULT 0,
      refused INTEGER NOT NULL DEFAULT 0,
      proposal TEXT
    ) STRICT;
    CREATE INDEX recovery_codes_by_cell ON recovery_codes (cell, created_at_ms);
  `,
};
