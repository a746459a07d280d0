import type { Migration } from '../migration.ts';

/** Tables of the tutorial's layer 2 services on SQLite. */
export const migration: Migration = {
  version: 3,
  name: 'services',
  sql: '',
};
