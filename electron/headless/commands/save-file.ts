import { join, resolve } from 'node:path';
import type { MessageFile, Transfer } from '#shared/contract/domain/file.ts';
import { GhostStackError, thrownFailure } from '#shared/contract/errors.ts';
import { inEnglish, says } from '#shared/protocol/saying.ts';
import { byteSize } from '#shared/words/format/bytes.ts';
import { t } from '#shared/words/translate.ts';
import { requireNewFile } from '../../node/store/wanted-file.ts';
import { type NodeClient, withNode } from '../ask-node.ts';
import { type Output, print } from '../command.ts';
import type { KeyOptions } from '../key-options.ts';
import { whileTransferring } from '../while-transferring.ts';

/** Saves the file of a message in a folder, under the name that it may have there; a large one is fetched first. */
export async function saveFile(
  home: string,
  key: KeyOptions,
  { id, folder }: { readonly id: string; readonly folder: string },
  output: Output,
): Promise<number> {
  return withNode(home, { unlock: true, ...key }, async (client) => {
    const { stem, extension, bytes, isSmall, state } = await client.ask('files.facts', { id });
    const path = join(resolve(folder), extension === '' ? stem : `${stem}.${extension}`);
    // Before a gigabyte is fetched that has no place then.
    requireNewFile(path);
    if (!isSmall && state !== 'whole') await fetched(client, id);
    const saved = await client.ask('files.save', { id, path });
    print(output, { ...saved, bytes }, [
      t('terminal.inbox.saved', { path: saved.path, size: byteSize(bytes) }),
    ]);
    return 0;
  });
}

/** Resolves when it is here; Ctrl C ends the waiting alone, the node goes on. Throws why it does not come. */
async function fetched(client: NodeClient, id: string): Promise<void> {
  if (!client.running) throw new GhostStackError('offline', says('error.headless.fetchNeedsNode'));
  let settle = (_end: Pick<MessageFile, 'state' | 'code'> & Pick<Transfer, 'says'>): void => undefined;
  const ended = new Promise<void>((resolve, reject) => {
    settle = ({ state, says: why }) => {
      if (state === 'whole') resolve();
      if (state !== 'ended') return;
      const said = why ?? says('error.files.notHere');
      reject(thrownFailure({ code: 'conflict', message: inEnglish(said), says: said }));
    };
  });
  const heard = (transfer: Transfer | null): void => {
    if (transfer && transfer.state !== 'reading') settle({ ...transfer, state: transfer.state });
  };
  await whileTransferring(client, id, heard, async () => {
    await client.ask('files.fetch', { id });
    // It may have come before anybody listened.
    settle(await client.ask('files.facts', { id }));
    await ended;
  });
}
