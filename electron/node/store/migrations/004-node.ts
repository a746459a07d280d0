import type { Migration } from '../migration.ts';

/** Settings of this node, and the peers that its operator has added by hand. */
export const migration: Migration = {
  version: 4,
  name: 'node',
  sql: `
    CREATE TABLE settings (
      key   TEXT PRIMARY KEY,
      value TEXT NOT NULL -- JSON
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE peers (
      did             TEXT PRIMARY KEY,
      name            TEXT NOT NULL UNIQUE COLLATE NOCASE,
      address         TEXT,             -- multiaddr, or NULL when the peer must dial us
      position        INTEGER NOT NULL, -- order of adding, from 1; this node is 0
      added_at_ms     INTEGER NOT NULL,
      last_seen_at_ms INTEGER
    ) STRICT, WITHOUT ROWID;
  `,
};
