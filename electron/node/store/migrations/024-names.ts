import type { Migration } from '../migration.ts';

/**
 * What an envelope is known by (its id, its nonce, the name of its message) is looked up by numbers of 48 bits that
 * are made of it (`electron/node/messaging/envelope-name.ts`), and then compared: an index with the texts and two DIDs
 * in it had ten times as many pages, of which nearly each changed in every commit. A message that is named as its
 * envelope has no number of its own. What lies here already gets its numbers when the inbox is opened.
 */
export const migration: Migration = {
  version: 24,
  name: 'names',
  sql: `
    ALTER TABLE received_envelopes ADD COLUMN id_number INTEGER;
    ALTER TABLE received_envelopes ADD COLUMN nonce_number INTEGER;
    ALTER TABLE received_envelopes ADD COLUMN mid_number INTEGER;
    DROP INDEX received_ids;
    DROP INDEX received_nonces;
    DROP INDEX received_mids;
    CREATE INDEX received_by_id ON received_envelopes (id_number);
    CREATE INDEX received_by_nonce ON received_envelopes (nonce_number);
    CREATE INDEX received_by_mid ON received_envelopes (mid_number) WHERE mid_number IS NOT NULL;
  `,
};
