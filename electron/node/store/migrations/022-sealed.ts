import type { Migration } from '../migration.ts';

/**
 * Envelopes that wait lie in a table of their own, in the order in which they were sealed: a tree of deliveries with
 * their envelopes in it was so wide that to look at one read as many pages as the tree is high. What has no delivery
 * goes with it, whoever deletes or settles that.
 */
export const migration: Migration = {
  version: 22,
  name: 'sealed',
  sql: `
    CREATE TABLE sealed_envelopes (
      number   INTEGER PRIMARY KEY,
      envelope TEXT    NOT NULL
    ) STRICT;
    CREATE TABLE sealed_numbers (
      number        INTEGER PRIMARY KEY,
      message       INTEGER NOT NULL,
      recipient_did TEXT    NOT NULL,
      UNIQUE (message, recipient_did)
    ) STRICT;
    INSERT INTO sealed_numbers (message, recipient_did)
      SELECT message, recipient_did FROM deliveries WHERE envelope IS NOT NULL ORDER BY message, recipient_did;
    INSERT INTO sealed_envelopes
      SELECT n.number, d.envelope FROM sealed_numbers n JOIN deliveries d USING (message, recipient_did) ORDER BY n.number;
    ALTER TABLE deliveries ADD COLUMN sealed INTEGER; -- of sealed_envelopes, while it waits
    UPDATE deliveries SET sealed =
      (SELECT number FROM sealed_numbers n WHERE n.message = deliveries.message AND n.recipient_did = deliveries.recipient_did)
      WHERE envelope IS NOT NULL;
    DROP TABLE sealed_numbers;
    ALTER TABLE deliveries DROP COLUMN envelope;

    CREATE TRIGGER delivery_settled AFTER UPDATE OF sealed ON deliveries
      WHEN old.sealed IS NOT NULL AND new.sealed IS NOT old.sealed
    BEGIN
      DELETE FROM sealed_envelopes WHERE number = old.sealed;
    END;
    CREATE TRIGGER delivery_deleted AFTER DELETE ON deliveries WHEN old.sealed IS NOT NULL
    BEGIN
      DELETE FROM sealed_envelopes WHERE number = old.sealed;
    END;

    -- With the state, so that what waits is counted without a look at the deliveries.
    DROP INDEX deliveries_waiting;
    CREATE INDEX deliveries_waiting ON deliveries (recipient_did, message, next_try_at_ms, attempts, envelope_bytes, state)
      WHERE state IN ('waiting', 'sent');
  `,
};
