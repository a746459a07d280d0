/** Backs a home up to the same file again and again, and says each step: FOLDER made by `madeHome`, FILE. */
import { join } from 'node:path';
import '#shared/words/sayings.ts';
import { backupKey } from '../../../electron/node/care/backup/backup-key.ts';
import { makeBackup } from '../../../electron/node/care/backup/make-backup.ts';
import { openHome } from '../../../electron/node/root/home.ts';
import { openStore } from '../../../electron/node/store/store.ts';
import { NOW, PASSPHRASE, QUICK, SECRET } from '../../support/care/backed-up-home.ts';

const [folder = '', file = ''] = process.argv.slice(2);
const home = openHome(join(folder, 'alice'), 5000);
const store = openStore({ path: home.databasePath });
const key = await backupKey(PASSPHRASE, undefined, QUICK);
const source = { home: home.path, store, opens: SECRET, member: { name: 'alice', did: 'did:x' }, cell: null };
const work = {
  signal: new AbortController().signal,
  progress: (stage: string, done: number) => process.stdout.write(`${stage} ${done}\n`),
};
for (let round = 0; ; round += 1) {
  await makeBackup(file, key, { ...source, nowMs: NOW + round }, work);
  process.stdout.write(`made ${round}\n`);
}
