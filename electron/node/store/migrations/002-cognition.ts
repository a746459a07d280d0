import type { Migration } from '../migration.ts';

/** Tables of brain state and episodes (layer 3), and of what the operator lets the agent do. */
export const migration: Migration = {
  version: 2,
  name: 'cognition',
  sql: `
    CREATE TABLE brain_state (
      brain            TEXT    NOT NULL PRIMARY KEY,
      cycle            INTEGER NOT NULL,
      valence          REAL    NOT NULL,
      arousal          REAL    NOT NULL,
      dopamine         REAL    NOT NULL,
      predicted_reward REAL    NOT NULL
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE brain_episode (
      brain     TEXT    NOT NULL,
      cycle     INTEGER NOT NULL,
      at_ms     INTEGER NOT NULL,
      stimulus  TEXT    NOT NULL,
      intensity REAL    NOT NULL,
      novelty   REAL    NOT NULL,
      label     TEXT,
      valence   REAL    NOT NULL,
      arousal   REAL    NOT NULL,
      dopamine  REAL    NOT NULL,
      reward    REAL    NOT NULL,
      action    TEXT    NOT NULL,
      PRIMARY KEY (brain, cycle)
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE agent_autonomy (
      brain    TEXT NOT NULL PRIMARY KEY,
      autonomy TEXT NOT NULL
    ) STRICT, WITHOUT ROWID;
  `,
};
