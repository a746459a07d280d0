import { GhostStackError } from '#shared/errors.ts';
import { openHome } from '../../node/home.ts';
import { createKeyStore, readKeyStoreHeader } from '../../node/identity/key-store.ts';
import { type Command, parseCommand, print, requiredHome } from '../command.ts';
import { KEY_OPTIONS, readProtection } from '../key-options.ts';
import { UsageError } from '../usage-error.ts';

export const init: Command = {
  name: 'init',
  usage: 'init --home DIR --name NAME [--key-file FILE | --passphrase-file FILE]',
  async run(args, output) {
    const { values } = parseCommand(
      args,
      { home: { type: 'string' }, name: { type: 'string' }, ...KEY_OPTIONS },
      { min: 0, max: 0 },
    );
    const name = values.name?.trim();
    if (!name || name.length > 40) throw new UsageError('Say your name in 1 to 40 characters: --name NAME.');
    const home = openHome(requiredHome(values.home));
    try {
      const known = readKeyStoreHeader(home.keyPath);
      if (known) {
        throw new GhostStackError(
          'already-exists',
          `${home.path} belongs to ${known.name} already (${known.did}).`,
        );
      }
      const protection = await readProtection(values, { ask: 'New passphrase for your key: ', repeat: true });
      if (!protection)
        throw new UsageError('Say how to protect the key: --key-file FILE or --passphrase-file FILE.');
      const key = await createKeyStore(home.keyPath, { name }, protection);
      print(output, { name, did: key.did, home: home.path }, [
        `${name} is ${key.did}`,
        `kept in ${home.path}`,
      ]);
      return 0;
    } finally {
      home.release();
    }
  },
};
