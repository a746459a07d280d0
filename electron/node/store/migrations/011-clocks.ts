import type { Migration } from '../migration.ts';

/**
 * Lifetimes that outlast a wrong clock. `recipient_ahead_ms`: how far the clock of a recipient that found the
 * message too old was ahead of ours. `prolonged`: its life began anew for that, once. `resealed`: an earlier
 * envelope of the same id may have arrived. The last index finds who ever wrote in a thread.
 */
export const migration: Migration = {
  version: 11,
  name: 'clocks',
  sql: `
    ALTER TABLE messages ADD COLUMN recipient_ahead_ms INTEGER NOT NULL DEFAULT 0;
    ALTER TABLE messages ADD COLUMN prolonged INTEGER NOT NULL DEFAULT 0;
    ALTER TABLE deliveries ADD COLUMN resealed INTEGER NOT NULL DEFAULT 0;
    CREATE INDEX messages_written ON messages (sender_did, created_at_ms)
      WHERE direction = 'out' AND state IN ('queued', 'sent');
    CREATE INDEX messages_by_sender ON messages (thread, sender_did);
  `,
};
