/** A home with keys, a DID, a cell, messages, and a backup of it that is quick to open. */
import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { backupKey } from '../../../electron/node/care/backup/backup-key.ts';
import { type MadeBackup, makeBackup } from '../../../electron/node/care/backup/make-backup.ts';
import type { Work } from '../../../electron/node/care/backup/work.ts';
import { unlockHome } from '../../../electron/node/identity/home-keys.ts';
import { createKeyStore, type KeyProtection } from '../../../electron/node/identity/key-store.ts';
import { ensureMemberIdentity } from '../../../electron/node/identity/member-identity.ts';
import { type Home, openHome } from '../../../electron/node/root/home.ts';
import { openStore, type Store } from '../../../electron/node/store/store.ts';

export const PASSPHRASE = 'correct horse battery staple';
/** The least that is taken: for tests. */
export const QUICK = { log2N: 14, r: 8, p: 1 } as const;
export const NOW = Date.UTC(2026, 4, 10, 12);
export const SECRET: KeyProtection = {
  kind: 'secret',
  secret: new Uint8Array(32).fill(7),
  origin: 'key-file',
};

export const UNSEEN: Work = { progress() {}, signal: new AbortController().signal };

export interface MadeHome {
  readonly home: Home;
  readonly store: Store;
  readonly did: string;
  backup(file: string, work?: Work): Promise<MadeBackup>;
}

/**
 * `texts`: how many messages of about 1 KiB are in it. `isMember`: with a DID and its two next keys; what has to open
 * one key only is three times as quick.
 */
export async function madeHome(folder: string, texts = 200, isMember = false): Promise<MadeHome> {
  const home = openHome(join(folder, 'alice'));
  const key = await createKeyStore(home.keyPath, { name: 'alice' }, SECRET);
  const { did } = isMember ? ensureMemberIdentity(home, await unlockHome(home, SECRET), NOW) : key;
  const store = openStore({ path: home.databasePath });
  store.transaction(() => {
    store.db.prepare("INSERT INTO cells (cell, position, joined_at_ms) VALUES ('maple', 1, 1)").run();
    const message = store.db.prepare(
      `INSERT INTO messages (sender, recipient, payload, uuid, direction, thread, sender_did, state, payload_bytes,
         created_at_ms, expires_at_ms) VALUES ('alice', 'bob', ?, ?, 'out', 'bob', ?, 'delivered', 1024, ?, ?)`,
    );
    for (let n = 0; n < texts; n += 1) {
      message.run(`secret text ${n} ${randomBytes(480).toString('hex')}`, `m${n}`, did, NOW + n, NOW + n);
    }
  });
  return {
    home,
    store,
    did,
    async backup(file, work = UNSEEN) {
      const member = { name: 'alice', did };
      const cell = { id: 'maple', name: 'Maple Street' };
      const source = { home: home.path, store, opens: SECRET, member, cell, nowMs: NOW };
      return makeBackup(file, await backupKey(PASSPHRASE, undefined, QUICK), source, work);
    },
  };
}
