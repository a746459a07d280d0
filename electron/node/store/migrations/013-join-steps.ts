import type { Migration } from '../migration.ts';

/** What somebody who asks to join has said of the six words. */
export const migration: Migration = {
  version: 13,
  name: 'join-steps',
  sql: `
    ALTER TABLE invitations ADD COLUMN words TEXT NOT NULL DEFAULT 'comparing';
  `,
};
