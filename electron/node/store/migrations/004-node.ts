import type { Migration } from '../migration.ts';

/** Tables of settings and peers of this node. */
export const migration: Migration = {
  version: 4,
  name: 'node',
  sql: '',
};
