import type { Migration } from '../migration.ts';

/**
 * Files that travel with messages (docs/protocol.md, "Files").
 *
 * `file_sources`: where a large file of ours lies, and as what it was named; `staged`: it is a copy in this home.
 * `file_offers`: for whom it is sealed with which key, and what its chunks are called then: a chunk that would come out
 * otherwise is never sent. `file_fetches`: what the operator wants of what others offer.
 */
export const migration: Migration = {
  version: 25,
  name: 'files',
  sql: `
    CREATE TABLE file_sources (
      message       INTEGER PRIMARY KEY REFERENCES messages (id) ON DELETE CASCADE,
      path          TEXT    NOT NULL,
      bytes         INTEGER NOT NULL,
      changed_at_ns TEXT    NOT NULL,
      staged        INTEGER NOT NULL
    ) STRICT;

    CREATE TABLE file_offers (
      message       INTEGER NOT NULL REFERENCES messages (id) ON DELETE CASCADE,
      recipient_did TEXT    NOT NULL,
      root          TEXT    NOT NULL UNIQUE,
      key           BLOB    NOT NULL,
      hashes        BLOB    NOT NULL, -- 32 bytes for each chunk
      state         TEXT    NOT NULL CHECK (state IN ('offered', 'fetched', 'changed', 'gone', 'withdrawn')),
      PRIMARY KEY (message, recipient_did)
    ) STRICT;

    CREATE TABLE file_fetches (
      message     INTEGER PRIMARY KEY REFERENCES messages (id) ON DELETE CASCADE,
      state       TEXT    NOT NULL CHECK (state IN ('waiting', 'whole', 'ended')),
      code        TEXT, -- why it ended
      asked_at_ms INTEGER NOT NULL,
      byte_at_ms  INTEGER NOT NULL, -- when anything of it came last
      done_bytes  INTEGER NOT NULL DEFAULT 0
    ) STRICT;
  `,
};
