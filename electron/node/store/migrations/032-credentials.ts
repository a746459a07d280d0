import type { Migration } from '../migration.ts';

/**
 * Credentials that this home issued and holds; what it asked others to show, so that a nonce is used once; and whose word
 * it takes outside of its own cell. Of a message that brings one: the credential.
 */
export const migration: Migration = {
  version: 32,
  name: 'credentials',
  sql: `
    CREATE TABLE credential (
      role           TEXT    NOT NULL CHECK (role IN ('issued', 'held')),
      id             TEXT    NOT NULL,
      issuer         TEXT    NOT NULL,
      subject        TEXT    NOT NULL,
      place          INTEGER NOT NULL,
      valid_until_ms INTEGER NOT NULL,
      kept           TEXT    NOT NULL,
      at_ms          INTEGER NOT NULL,
      PRIMARY KEY (role, id)
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE credential_request (
      nonce      TEXT    NOT NULL PRIMARY KEY,
      request    TEXT    NOT NULL,
      expires_ms INTEGER NOT NULL,
      is_used    INTEGER NOT NULL DEFAULT 0
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE credential_voucher (
      kind   TEXT    NOT NULL CHECK (kind IN ('cell', 'issuer')),
      id     TEXT    NOT NULL,
      name   TEXT    NOT NULL,
      papers TEXT    NOT NULL,
      at_ms  INTEGER NOT NULL,
      PRIMARY KEY (kind, id)
    ) STRICT, WITHOUT ROWID;

    ALTER TABLE messages ADD COLUMN credential TEXT;
    CREATE INDEX messages_by_credential ON messages (id) WHERE credential IS NOT NULL;
  `,
};
