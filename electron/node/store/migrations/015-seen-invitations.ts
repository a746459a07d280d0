import type { Migration } from '../migration.ts';

/** For whom an invitation was made that somebody saw on the network: this key alone, 32 bytes. */
export const migration: Migration = {
  version: 15,
  name: 'seen-invitations',
  sql: `
    ALTER TABLE invitations ADD COLUMN seen_by BLOB;
  `,
};
