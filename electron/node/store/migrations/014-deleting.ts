import type { Migration } from '../migration.ts';

/** A message that is deleted is looked for in what was received: without an index in all of it, for each. */
export const migration: Migration = {
  version: 14,
  name: 'deleting',
  sql: `
    CREATE INDEX received_by_message ON received_envelopes (message);
  `,
};
