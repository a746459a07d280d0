import type { Migration } from '../migration.ts';

/** Of a message that an agent wrote: the digest of the cycle that led to it. Answers are found by what they answer. */
export const migration: Migration = {
  version: 30,
  name: 'message-agent',
  sql: `
    ALTER TABLE messages ADD COLUMN agent TEXT;
    CREATE INDEX messages_by_reply ON messages (reply) WHERE reply IS NOT NULL;
  `,
};
