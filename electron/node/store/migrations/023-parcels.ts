import type { Migration } from '../migration.ts';

/**
 * Mail that travels with people. `parcels`: envelopes of others for others, kept until they are dead or over.
 * `carry_notes`: receipts and recalls, whoever wrote them, as long as any envelope that they name may be met again.
 * `dead_hashes`: what they name, by itself, since it stays when a note goes with its author's key; `recipient_did` is
 * empty where a sender took it back from everybody. `given_parcels`: to whom this node gave envelopes of its own; a
 * carrier's word, so that it decides nothing. It outlives the message, as its copies do.
 */
export const migration: Migration = {
  version: 23,
  name: 'parcels',
  sql: `
    CREATE TABLE parcels (
      hash          TEXT    PRIMARY KEY,
      sender_did    TEXT    NOT NULL,
      recipient_did TEXT    NOT NULL,
      key_to        TEXT    NOT NULL, -- that it is sealed to
      bytes         INTEGER NOT NULL,
      until         INTEGER NOT NULL, -- seconds since the epoch
      brought_by    TEXT    NOT NULL,
      taken_at_ms   INTEGER NOT NULL,
      envelope      TEXT    NOT NULL
    ) STRICT;
    CREATE INDEX parcels_by_sender ON parcels (sender_did, recipient_did, bytes);
    CREATE INDEX parcels_by_recipient ON parcels (recipient_did, hash);
    CREATE INDEX parcels_until ON parcels (until);

    CREATE TABLE carry_notes (
      hash        TEXT    PRIMARY KEY,
      from_did    TEXT    NOT NULL,
      to_did      TEXT    NOT NULL,
      type        TEXT    NOT NULL CHECK (type IN ('receipt', 'recall')),
      signing_key TEXT    NOT NULL,
      bytes       INTEGER NOT NULL,
      until       INTEGER NOT NULL,
      brought_by  TEXT, -- null for this node's own
      note        TEXT    NOT NULL
    ) STRICT;
    CREATE INDEX carry_notes_from ON carry_notes (from_did, bytes);
    CREATE INDEX carry_notes_to ON carry_notes (to_did, hash);
    CREATE INDEX carry_notes_until ON carry_notes (until);

    CREATE TABLE dead_hashes (
      hash          TEXT    NOT NULL,
      sender_did    TEXT    NOT NULL,
      recipient_did TEXT    NOT NULL,
      note          TEXT    NOT NULL, -- hash of the note that says so, kept or not
      until         INTEGER NOT NULL,
      PRIMARY KEY (hash, sender_did, recipient_did)
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX dead_hashes_until ON dead_hashes (until);

    CREATE TABLE given_parcels (
      hash          TEXT    NOT NULL,
      carrier_did   TEXT    NOT NULL,
      message       INTEGER NOT NULL,
      recipient_did TEXT    NOT NULL,
      at_ms         INTEGER NOT NULL,
      until         INTEGER NOT NULL,
      PRIMARY KEY (hash, carrier_did)
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX given_parcels_by_message ON given_parcels (message, recipient_did);
    CREATE INDEX given_parcels_until ON given_parcels (until);
  `,
};
