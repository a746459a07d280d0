import type { Migration } from '../migration.ts';

/** What the six words of somebody who asks are made from: their commitment, our nonce, and theirs once it is told. */
export const migration: Migration = {
  version: 9,
  name: 'join-words',
  sql: `
    ALTER TABLE invitations ADD COLUMN commitment TEXT;
    ALTER TABLE invitations ADD COLUMN our_nonce BLOB;
    ALTER TABLE invitations ADD COLUMN their_nonce BLOB;
  `,
};
