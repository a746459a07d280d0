import type { Migration } from '../migration.ts';

/**
 * Tables of layer 1.
 *
 * `messages` holds both directions, so that one number orders a conversation; its first five columns are the
 * tutorial's; `addressed` is 0 while nobody is known by the recipient's name. `deliveries` holds one row per recipient of an outgoing message (several for a broadcast) with the
 * envelope that is sent, unchanged, until it is acknowledged. `received_envelopes` is replay state and the answer
 * that was given; it is kept until `keep_until_ms` (expiry + 30 days), after which the expiry itself refuses.
 */
export const migration: Migration = {
  version: 1,
  name: 'messaging',
  sql: `
    CREATE TABLE messages (
      id            INTEGER PRIMARY KEY AUTOINCREMENT,
      sender        TEXT    NOT NULL,
      recipient     TEXT    NOT NULL,
      payload       TEXT    NOT NULL,
      delivered     INTEGER NOT NULL DEFAULT 0,
      uuid          TEXT    NOT NULL UNIQUE,
      direction     TEXT    NOT NULL CHECK (direction IN ('out', 'in')),
      thread        TEXT    NOT NULL,
      sender_did    TEXT    NOT NULL,
      state         TEXT    NOT NULL,
      code          TEXT,
      payload_bytes INTEGER NOT NULL,
      created_at_ms INTEGER NOT NULL,
      expires_at_ms INTEGER NOT NULL,
      addressed     INTEGER NOT NULL DEFAULT 1,
      read_at_ms    INTEGER
    ) STRICT;
    CREATE INDEX messages_by_thread ON messages (thread, id);
    CREATE INDEX messages_waiting ON messages (sender_did, id) WHERE direction = 'out' AND state IN ('queued', 'sent');
    CREATE INDEX messages_expiring ON messages (sender_did, expires_at_ms)
      WHERE direction = 'out' AND state IN ('queued', 'sent');
    CREATE INDEX messages_waiting_by_thread ON messages (thread, created_at_ms)
      WHERE direction = 'out' AND state IN ('queued', 'sent');
    CREATE INDEX messages_unaddressed ON messages (sender_did, id) WHERE addressed = 0 AND state IN ('queued', 'sent');
    CREATE INDEX messages_unread ON messages (sender_did, thread, payload_bytes)
      WHERE direction = 'in' AND read_at_ms IS NULL;

    CREATE TABLE message_steps (
      message INTEGER NOT NULL REFERENCES messages (id) ON DELETE CASCADE,
      step    TEXT    NOT NULL,
      at_ms   INTEGER NOT NULL,
      detail  TEXT
    ) STRICT;
    CREATE INDEX message_steps_by_message ON message_steps (message);

    CREATE TABLE deliveries (
      message        INTEGER NOT NULL REFERENCES messages (id) ON DELETE CASCADE,
      recipient_did  TEXT    NOT NULL,
      state          TEXT    NOT NULL CHECK (state IN ('waiting', 'sent', 'delivered', 'refused', 'expired', 'cancelled')),
      code           TEXT,
      attempts       INTEGER NOT NULL DEFAULT 0,
      next_try_at_ms INTEGER NOT NULL DEFAULT 0,
      envelope_id    TEXT    UNIQUE,
      envelope       TEXT,
      envelope_bytes INTEGER,
      gen            INTEGER,
      seq            INTEGER,
      PRIMARY KEY (message, recipient_did)
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX deliveries_unsealed ON deliveries (recipient_did, message)
      WHERE state = 'waiting' AND envelope_bytes IS NULL;
    CREATE INDEX deliveries_waiting ON deliveries (recipient_did, message) WHERE state IN ('waiting', 'sent');

    CREATE TABLE sequences (
      sender_did    TEXT    NOT NULL,
      recipient_did TEXT    NOT NULL,
      gen           INTEGER NOT NULL,
      next_seq      INTEGER NOT NULL,
      PRIMARY KEY (sender_did, recipient_did, gen)
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE received_envelopes (
      recipient_did  TEXT    NOT NULL,
      sender_did     TEXT    NOT NULL,
      envelope_id    TEXT    NOT NULL,
      nonce          TEXT    NOT NULL,
      gen            INTEGER NOT NULL,
      seq            INTEGER NOT NULL,
      hash           TEXT    NOT NULL,
      status         TEXT    NOT NULL,
      envelope       TEXT    NOT NULL,
      message        INTEGER REFERENCES messages (id) ON DELETE SET NULL,
      received_at_ms INTEGER NOT NULL,
      keep_until_ms  INTEGER NOT NULL,
      PRIMARY KEY (recipient_did, sender_did, envelope_id)
    ) STRICT, WITHOUT ROWID;
    CREATE UNIQUE INDEX received_nonces ON received_envelopes (recipient_did, sender_did, nonce);
    CREATE INDEX received_until ON received_envelopes (keep_until_ms);
  `,
};
