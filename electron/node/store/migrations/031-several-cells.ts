import type { Migration } from '../migration.ts';

/**
 * A home holds several cells: it lives in the one of the highest position, and keeps those of the others that are `held`.
 * `cell_ends`: when this node first saw that somebody is no member of a cell any more. Envelopes are counted in each cell
 * by themselves; those that were sealed before are of the cell that the home was in.
 */
export const migration: Migration = {
  version: 31,
  name: 'several-cells',
  sql: `
    ALTER TABLE cells ADD COLUMN held INTEGER NOT NULL DEFAULT 1;
    UPDATE cells SET held = 0 WHERE position < (SELECT max(position) FROM cells);

    CREATE TABLE cell_ends (
      cell       TEXT    NOT NULL,
      scid       TEXT    NOT NULL,
      seen_at_ms INTEGER NOT NULL,
      PRIMARY KEY (cell, scid)
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE sequences_anew (
      sender_did    TEXT    NOT NULL,
      recipient_did TEXT    NOT NULL,
      cell          TEXT    NOT NULL,
      gen           INTEGER NOT NULL,
      next_seq      INTEGER NOT NULL,
      PRIMARY KEY (sender_did, recipient_did, cell, gen)
    ) STRICT, WITHOUT ROWID;
    INSERT INTO sequences_anew
      SELECT sender_did, recipient_did,
        coalesce((SELECT cell FROM cells ORDER BY position DESC LIMIT 1), printf('%064d', 0)), gen, next_seq
      FROM sequences;
    DROP TABLE sequences;
    ALTER TABLE sequences_anew RENAME TO sequences;
  `,
};
