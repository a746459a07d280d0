import type { Migration } from '../migration.ts';

/**
 * A message has a name of its own, `mid`, whatever envelope it comes in: that of the sender's row, which is `uuid` in
 * what this node wrote. What came before had an envelope of that name where it was for one recipient, so these are
 * known by it; the others by the envelope's id, as ever.
 *
 * `reply`: the mid of the message that is answered. `file`: JSON of the file that comes with it, as in the payload.
 * `key_changed_at_ms`: when its sender changed the key that it is signed with. `envelope_hash`: of the envelope that
 * waits or waited last; an envelope without one was sealed by a build that named no mid. `former_envelopes`: those
 * that were sealed before it, which may arrive all the same. `file_parts`: parts of small files.
 */
export const migration: Migration = {
  version: 20,
  name: 'carrying',
  sql: `
    ALTER TABLE messages ADD COLUMN mid TEXT;
    ALTER TABLE messages ADD COLUMN reply TEXT;
    ALTER TABLE messages ADD COLUMN file TEXT;
    ALTER TABLE messages ADD COLUMN key_changed_at_ms INTEGER;
    UPDATE messages SET mid = uuid;
    CREATE INDEX messages_by_mid ON messages (mid) WHERE mid <> uuid;

    ALTER TABLE received_envelopes ADD COLUMN mid TEXT;
    UPDATE received_envelopes SET mid = envelope_id;
    CREATE INDEX received_mids ON received_envelopes (mid, sender_did, recipient_did);

    ALTER TABLE deliveries ADD COLUMN envelope_hash TEXT;
    CREATE INDEX deliveries_by_hash ON deliveries (envelope_hash) WHERE envelope_hash IS NOT NULL;

    CREATE TABLE former_envelopes (
      hash          TEXT    PRIMARY KEY,
      message       INTEGER NOT NULL REFERENCES messages (id) ON DELETE CASCADE,
      recipient_did TEXT    NOT NULL
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX former_envelopes_by_message ON former_envelopes (message);

    CREATE TABLE file_parts (
      sender_did     TEXT    NOT NULL,
      of_mid         TEXT    NOT NULL, -- of the message that the file came with
      part           INTEGER NOT NULL, -- from 0
      data           BLOB    NOT NULL,
      received_at_ms INTEGER NOT NULL,
      keep_until_ms  INTEGER, -- null while the message is here
      PRIMARY KEY (sender_did, of_mid, part)
    ) STRICT;
    CREATE INDEX file_parts_until ON file_parts (keep_until_ms) WHERE keep_until_ms IS NOT NULL;
    CREATE TRIGGER file_parts_deleted AFTER DELETE ON messages WHEN old.direction = 'in' AND old.file IS NOT NULL
    BEGIN
      DELETE FROM file_parts WHERE sender_did = old.sender_did AND of_mid = old.mid;
    END;
  `,
};
