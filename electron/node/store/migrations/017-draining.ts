import type { Migration } from '../migration.ts';

/**
 * So that a queue costs by what is sent and not by what is held. What was received is kept in the order in which it
 * came, with small indexes beside it: a tree of whole envelopes in the order of random ids made every look-up and
 * every insertion one of the whole tree. What waits is found, counted and left out without a look at the envelopes.
 * `vouches`: by which of its sender's signatures an envelope was taken, for whoever asks later.
 */
export const migration: Migration = {
  version: 17,
  name: 'draining',
  sql: `
    CREATE TABLE received_anew (
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
      vouch          INTEGER -- of vouches; null for what was taken by its own signature
    ) STRICT;
    INSERT INTO received_anew SELECT *, NULL FROM received_envelopes ORDER BY received_at_ms, message;
    DROP TABLE received_envelopes;
    ALTER TABLE received_anew RENAME TO received_envelopes;
    CREATE UNIQUE INDEX received_ids ON received_envelopes (envelope_id, sender_did, recipient_did);
    CREATE UNIQUE INDEX received_nonces ON received_envelopes (nonce, sender_did, recipient_did);
    CREATE INDEX received_until ON received_envelopes (keep_until_ms);
    CREATE INDEX received_by_message ON received_envelopes (message);

    CREATE TABLE vouches (
      number        INTEGER PRIMARY KEY,
      sender_did    TEXT    NOT NULL,
      recipient_did TEXT    NOT NULL,
      signature     TEXT    NOT NULL,
      hashes        TEXT    NOT NULL, -- of all envelopes that came with it, in their order
      keep_until_ms INTEGER NOT NULL
    ) STRICT;
    CREATE INDEX vouches_until ON vouches (keep_until_ms);

    DROP INDEX deliveries_waiting;
    CREATE INDEX deliveries_waiting ON deliveries (recipient_did, message, next_try_at_ms, attempts, envelope_bytes)
      WHERE state IN ('waiting', 'sent');
    CREATE INDEX deliveries_again ON deliveries (recipient_did, next_try_at_ms)
      WHERE state IN ('waiting', 'sent') AND next_try_at_ms > 0;
    CREATE INDEX deliveries_troubled ON deliveries (recipient_did, attempts, message)
      WHERE state IN ('waiting', 'sent') AND attempts >= 3;
    CREATE INDEX messages_put_back ON messages (sender_did, created_at_ms)
      WHERE direction = 'out' AND state IN ('queued', 'sent') AND recipient_ahead_ms < 0;
  `,
};
