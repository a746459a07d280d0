import { join } from 'node:path';
import { expect, it } from 'vitest';
import { createIndex } from '../../../electron/node/search/search-schema.ts';
import { pageFault } from '../../../electron/node/store/page-fault.ts';
import { openStore } from '../../../electron/node/store/store.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

it('a damaged index of the search is no damage of the database, and a row that fits none is', () => {
  const store = openStore({ path: join(temporaryFolder(), 'node.db') });
  const { db } = store;
  db.prepare(
    `INSERT INTO messages (sender, recipient, payload, uuid, direction, thread, sender_did, state, payload_bytes,
       created_at_ms, expires_at_ms) VALUES ('a', 'b', 'a ladder in the garden', 'one', 'out', 't', 'd', 'queued', 1, 1, 2)`,
  ).run();
  createIndex(db);
  db.exec("INSERT INTO search_messages (search_messages) VALUES ('rebuild')");
  db.unsafeMode(true);
  db.exec('UPDATE search_messages_data SET block = zeroblob(length(block)) WHERE id > 10');
  expect(db.pragma('quick_check', { simple: true })).not.toBe('ok');
  for (const check of ['integrity_check', 'quick_check'] as const) expect(pageFault(db, check)).toBeNull();
  db.pragma('ignore_check_constraints = ON');
  db.exec("UPDATE messages SET direction = 'up'");
  db.pragma('ignore_check_constraints = OFF');
  expect(pageFault(db, 'quick_check')).toContain('messages');
  store.close();
});
