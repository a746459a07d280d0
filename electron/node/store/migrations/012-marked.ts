import type { Migration } from '../migration.ts';

/**
 * Cells in which this home has marked outside of itself how far its feed had come: one of them without a mark was
 * copied or moved, even if nothing of that feed is here yet.
 */
export const migration: Migration = {
  version: 12,
  name: 'marked',
  sql: `
    CREATE TABLE marked (
      cell TEXT PRIMARY KEY
    ) STRICT, WITHOUT ROWID;
  `,
};
