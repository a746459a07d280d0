import type { Migration } from '../migration.ts';

/**
 * What was pushed is out there, whatever the peer answered, and whether or not its answer came: it is noted before it is
 * sent, so that it can be taken back. `said`: the peer says that it took it, which is shown to people.
 */
export const migration: Migration = {
  version: 27,
  name: 'pushed',
  sql: 'ALTER TABLE given_parcels ADD COLUMN said INTEGER NOT NULL DEFAULT 1;',
};
