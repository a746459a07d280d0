import type { Migration } from '../migration.ts';

/** Tables of brain state and episodes (layer 3). */
export const migration: Migration = {
  version: 2,
  name: 'cognition',
  sql: '',
};
