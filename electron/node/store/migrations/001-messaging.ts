import type { Migration } from '../migration.ts';

/** Tables of messages, envelopes, inbox and replay state (layer 1). */
export const migration: Migration = {
  version: 1,
  name: 'messaging',
  sql: '',
};
