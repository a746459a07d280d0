import { says } from '#shared/protocol/saying.ts';
import { t } from '#shared/words/translate.ts';
import { readProtection } from './key-options.ts';
import { UsageError } from './usage-error.ts';

/** From the file that is named, or typed: never from the command line, which others can read. */
export async function readBackupPassphrase(file: string | undefined, isNew: boolean): Promise<string> {
  const ask = t(isNew ? 'terminal.passphrase.backupNew' : 'terminal.passphrase.backup');
  const given = await readProtection({ 'passphrase-file': file }, { ask, isNew });
  if (given?.kind !== 'passphrase') throw new UsageError(says('error.headless.whichBackupPassphrase'));
  return given.passphrase;
}
