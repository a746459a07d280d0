import type { Transfer } from '#shared/contract/domain/file.ts';
import type { GhostStackError } from '#shared/contract/errors.ts';
import { t } from '#shared/words/translate.ts';
import type { NodeClient } from './ask-node.ts';

/** Shows how far the transfer of an id is, where somebody looks at it; hears of each change. Throws if the node ends. */
export async function whileTransferring<T>(
  client: NodeClient,
  id: string,
  heard: (transfer: Transfer | null) => void,
  act: () => Promise<T>,
): Promise<T> {
  let lose = (_error: GhostStackError): void => undefined;
  const lost = new Promise<never>((_, reject) => {
    lose = reject;
  });
  const stopWatching = await client.watch(({ changes }) => {
    if (!changes.transfers) return;
    const transfer = changes.transfers.find((one) => one.id === id) ?? null;
    showTransfer(transfer);
    heard(transfer);
  }, lose);
  try {
    return await Promise.race([act(), lost]);
  } finally {
    stopWatching();
    if (process.stderr.isTTY) process.stderr.write('\r\u001b[K');
  }
}

/** One line that is written over. */
function showTransfer(transfer: Transfer | null): void {
  if (!transfer || !process.stderr.isTTY) return;
  const percent = Math.floor((100 * transfer.doneBytes) / transfer.bytes);
  process.stderr.write(`\r\u001b[K${t('terminal.work.transfer', { state: transfer.state, percent })}`);
}
