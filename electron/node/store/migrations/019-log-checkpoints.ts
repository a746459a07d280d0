import type { Migration } from '../migration.ts';

/**
 * What the rows of the log amount to, so that a start need not judge them again: of each chunk of them the columns of
 * the graph and the verdicts (electron/node/log/checkpoint). Made from the rows and from nothing else, and made anew
 * wherever one of them is changed or taken out, whoever does it: the triggers see to that.
 */
export const migration: Migration = {
  version: 19,
  name: 'log-checkpoints',
  sql: `
    CREATE TABLE log_checkpoints (
      cell          TEXT    NOT NULL,
      part          INTEGER NOT NULL,
      made_by       TEXT    NOT NULL, -- the code that judged
      rows          INTEGER NOT NULL, -- of this part
      last_position INTEGER NOT NULL, -- of its last row in log_entries
      digest        BLOB    NOT NULL, -- over all of this, the home, and the part before
      data          BLOB    NOT NULL,
      PRIMARY KEY (cell, part)
    ) STRICT;
    -- Each start asks for the latest of these times.
    CREATE INDEX log_entries_by_time ON log_entries (cell, received_at_ms);
    -- A signature is no part of what was judged, and may be put in or taken out.
    CREATE TRIGGER log_entry_changed AFTER UPDATE ON log_entries
      WHEN old.position <> new.position OR old.cell <> new.cell OR old.hash <> new.hash
        OR CASE WHEN json_valid(old.entry) AND json_valid(new.entry)
          THEN json_extract(old.entry, '$.entry') IS NOT json_extract(new.entry, '$.entry') ELSE 1 END
    BEGIN
      DELETE FROM log_checkpoints WHERE cell IN (old.cell, new.cell);
    END;
    CREATE TRIGGER log_entry_gone AFTER DELETE ON log_entries
    BEGIN
      DELETE FROM log_checkpoints WHERE cell = old.cell;
    END;
  `,
};
