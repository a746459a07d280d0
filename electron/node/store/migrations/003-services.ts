import type { Migration } from '../migration.ts';

/** Tables of the tutorial's layer 2 services on SQLite. Amounts are whole tokens, times milliseconds. */
export const migration: Migration = {
  version: 3,
  name: 'services',
  sql: `
    CREATE TABLE service_did (
      alias         TEXT    NOT NULL PRIMARY KEY,
      did           TEXT    NOT NULL UNIQUE,
      created_at_ms INTEGER NOT NULL
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE service_credential (
      id         TEXT NOT NULL PRIMARY KEY,
      issuer     TEXT NOT NULL,
      subject    TEXT NOT NULL,
      type       TEXT NOT NULL,
      credential TEXT NOT NULL
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE service_proposal (
      number        INTEGER NOT NULL PRIMARY KEY,
      proposer      TEXT    NOT NULL,
      description   TEXT    NOT NULL,
      state         TEXT    NOT NULL CHECK (state IN ('OPEN', 'PASSED', 'FAILED')),
      created_at_ms INTEGER NOT NULL
    ) STRICT;

    CREATE TABLE service_vote (
      proposal  INTEGER NOT NULL REFERENCES service_proposal (number),
      voter     TEXT    NOT NULL,
      choice    TEXT    NOT NULL CHECK (choice IN ('APPROVE', 'REJECT', 'ABSTAIN')),
      did       TEXT,
      signature TEXT,
      PRIMARY KEY (proposal, voter)
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE service_block (
      number  INTEGER NOT NULL PRIMARY KEY,
      prev    TEXT    NOT NULL,
      hash    TEXT    NOT NULL,
      content TEXT    NOT NULL
    ) STRICT;

    CREATE TABLE service_token (
      number  INTEGER NOT NULL PRIMARY KEY,
      node    TEXT    NOT NULL,
      kind    TEXT    NOT NULL CHECK (kind IN ('register', 'reward')),
      amount  INTEGER NOT NULL,
      balance INTEGER NOT NULL,
      reason  TEXT    NOT NULL,
      at_ms   INTEGER NOT NULL
    ) STRICT;
    CREATE INDEX service_token_by_node ON service_token (node, number);
  `,
};
