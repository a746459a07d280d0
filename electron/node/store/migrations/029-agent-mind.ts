import type { Migration } from '../migration.ts';

/**
 * What a cycle of the agent followed from, so that it can be gone through again; what the agent did and what came of
 * it; and how its operator lets it choose and act.
 */
export const migration: Migration = {
  version: 29,
  name: 'agent-mind',
  sql: `
    ALTER TABLE brain_episode ADD COLUMN expected REAL;
    ALTER TABLE brain_episode ADD COLUMN record TEXT;

    CREATE TABLE agent_act (
      digest     TEXT    NOT NULL,
      subject    TEXT    NOT NULL PRIMARY KEY,
      kind       TEXT    NOT NULL CHECK (kind IN ('message', 'proposal')),
      alone      INTEGER NOT NULL,
      recipients TEXT,
      record     TEXT    NOT NULL,
      at_ms      INTEGER NOT NULL
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX agent_act_by_time ON agent_act (at_ms);

    CREATE TABLE agent_outcome (
      subject  TEXT    NOT NULL,
      outcome  TEXT    NOT NULL,
      at_ms    INTEGER NOT NULL,
      cycle    INTEGER NOT NULL,
      reward   REAL    NOT NULL,
      expected REAL    NOT NULL,
      dopamine REAL    NOT NULL,
      PRIMARY KEY (subject, outcome)
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX agent_outcome_by_time ON agent_outcome (at_ms);

    CREATE TABLE agent_choice (
      name  TEXT NOT NULL PRIMARY KEY,
      value TEXT NOT NULL
    ) STRICT, WITHOUT ROWID;
  `,
};
