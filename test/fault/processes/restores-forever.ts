/** Restores FILE into FOLDER/0, FOLDER/1, ... and says each step. */
import { join } from 'node:path';
import '#shared/words/sayings.ts';
import { openBackup } from '../../../electron/node/care/backup/opened-backup.ts';
import { stageRestore } from '../../../electron/node/care/backup/restore-backup.ts';
import { finishRestore } from '../../../electron/node/care/backup/unfinished-restore.ts';
import { openHome } from '../../../electron/node/root/home.ts';
import { PASSPHRASE } from '../../support/care/backed-up-home.ts';

const [file = '', folder = ''] = process.argv.slice(2);
const work = {
  signal: new AbortController().signal,
  progress: (stage: string, done: number) => process.stdout.write(`${stage} ${done}\n`),
};
for (let round = 0; ; round += 1) {
  const home = openHome(join(folder, String(round)));
  process.stdout.write(`begins ${round}\n`);
  const backup = await openBackup(file, PASSPHRASE);
  await stageRestore(backup, PASSPHRASE, home.path, work);
  await backup.close();
  process.stdout.write(`whole ${round}\n`);
  finishRestore(home.path);
  home.release();
  process.stdout.write(`restored ${round}\n`);
}
