import { resolve } from 'node:path';
import { byteSize } from '#shared/words/format/bytes.ts';
import { t } from '#shared/words/translate.ts';
import { withNode } from '../ask-node.ts';
import { readBackupPassphrase } from '../backup-passphrase.ts';
import { command, print, requiredHome } from '../command.ts';
import { readProtection } from '../key-options.ts';
import { whileWorking } from '../while-working.ts';

export const backup = command({
  name: 'backup',
  notes: ['terminal.backup.note.key'],
  passphraseIs: 'backup',
  options: [],
  words: [{ isFile: true }],
  async run({ values, positionals }, output) {
    const home = requiredHome(values.home);
    const file = resolve(positionals[0] ?? '');
    const keyFile = values['key-file'];
    const sealedBy = keyFile
      ? await readProtection({ 'key-file': keyFile }, { ask: '', isNew: false })
      : null;
    const passphrase = await readBackupPassphrase(values['passphrase-file'], true);
    return withNode(home, { unlock: false, sealedBy }, async (client) => {
      const made = await whileWorking(client, () => client.ask('care.backup', { file, passphrase }));
      const { me } = await client.ask('state.snapshot', {});
      print(output, made, [
        t('terminal.backup.done', {
          file: made.file,
          size: byteSize(made.bytes),
          messages: made.messages,
          receipts: made.receipts,
        }),
        ...(me?.keyProtection === 'passphrase' ? [t('terminal.backup.twoPassphrases')] : []),
      ]);
      return 0;
    });
  },
});
