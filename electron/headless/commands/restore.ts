import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { dayAndTime } from '#shared/words/format/times.ts';
import { t } from '#shared/words/translate.ts';
import { openBackup } from '../../node/care/backup/opened-backup.ts';
import { stageRestore } from '../../node/care/backup/restore-backup.ts';
import { finishRestore } from '../../node/care/backup/unfinished-restore.ts';
import { openHome } from '../../node/root/home.ts';
import { readBackupPassphrase } from '../backup-passphrase.ts';
import { command, print, requiredHome } from '../command.ts';
import { inspectFolder, removeUnused } from '../fresh-folder.ts';
import { showWork } from '../while-working.ts';

export const restore = command({
  name: 'restore',
  notes: ['terminal.restore.note'],
  passphraseIs: 'backup',
  options: [],
  words: [{ isFile: true }],
  async run({ values, positionals }, output) {
    const home = resolve(requiredHome(values.home));
    const file = resolve(positionals[0] ?? '');
    inspectFolder(home);
    const isNew = !existsSync(home);
    const passphrase = await readBackupPassphrase(values['passphrase-file'], false);
    // Before the folder is made: a wrong passphrase leaves nothing.
    const opened = await openBackup(file, passphrase);
    const stop = new AbortController();
    const callOff = () => stop.abort();
    process.once('SIGINT', callOff);
    try {
      const folder = openHome(home);
      try {
        const { keys, member, cell, madeAtMs, counts } = await stageRestore(opened, passphrase, home, {
          signal: stop.signal,
          progress: (stage, done, total) => showWork({ kind: 'restore', stage, done, total }),
        });
        finishRestore(home);
        if (process.stderr.isTTY) process.stderr.write('\r\u001b[K');
        const answer = {
          home,
          name: member.name,
          did: member.did,
          cell: cell?.name ?? null,
          madeAtMs,
          keys,
          ...counts,
        };
        print(output, answer, [
          t('terminal.restore.done', { name: member.name, from: dayAndTime(madeAtMs), ...counts }),
          t(keys === 'own' ? 'terminal.restore.ownKey' : 'terminal.restore.backupKey'),
          ...(cell ? [t('terminal.restore.waits', { cell: cell.name })] : []),
        ]);
        return 0;
      } finally {
        folder.release();
        if (isNew) removeUnused(home);
      }
    } finally {
      process.off('SIGINT', callOff);
      await opened.close();
    }
  },
});
