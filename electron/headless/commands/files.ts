import type { Transfer } from '#shared/contract/domain/file.ts';
import type { Message } from '#shared/contract/domain/message.ts';
import type { Snapshot } from '#shared/contract/domain/snapshot.ts';
import { byteSize } from '#shared/words/format/bytes.ts';
import { visibleLine } from '#shared/words/format/peer-text.ts';
import { fileReason } from '#shared/words/reasons/file-reason.ts';
import { t } from '#shared/words/translate.ts';
import { withNode, withReader } from '../ask-node.ts';
import { command, type Output, print, requiredHome } from '../command.ts';
import type { KeyOptions } from '../key-options.ts';
import { allMessages } from './queue.ts';

export const files = command({
  name: 'files',
  options: ['stop'],
  words: [],
  async run({ values }, output) {
    const home = requiredHome(values.home);
    if (values.stop !== undefined) return stop(home, values, values.stop, output);
    return withReader(home, async (client) => {
      const snapshot = await client.ask('state.snapshot', {});
      const shown = (await allMessages(client)).flatMap((message) =>
        rowsOf(message, snapshot, client.running),
      );
      const lines = shown.map(({ id, direction, who, name, bytes, reason }) => {
        const about = { direction, who: visibleLine(who), name: visibleLine(name), size: byteSize(bytes) };
        return `${id}  ${t('terminal.files.line', about)}  ${reason}`;
      });
      print(output, shown, lines.length === 0 ? [t('terminal.files.none')] : lines);
      return 0;
    });
  },
});

/** One for a file that came, and for one of ours as many as it has recipients, where each fetches it. */
function rowsOf(message: Message, { peers, formerPeers, transfers, online }: Snapshot, isRunning: boolean) {
  const { id, direction, thread, senderDid, file, recipients = [] } = message;
  if (!file) return [];
  const names = new Map([...formerPeers, ...peers].map(({ did, name }) => [did, name]));
  const connected = new Set(peers.filter(({ link }) => link.state === 'connected').map(({ did }) => did));
  const own = transfers.filter((one) => one.id === id && one.state !== 'reading');
  return (own.length === 0 ? [null] : own).map((one) => {
    const whose = one?.did ?? (direction === 'in' ? senderDid : thread);
    const { name, bytes, isSmall } = file;
    const { state, code, doneBytes } = presentOf(one, file);
    const ofOne = recipients.find(({ did }) => did === one?.did);
    const { sentence, act } = fileReason({
      // What one of several recipients fetches is told as if it were for that one alone.
      message: { direction, thread: whose, state: ofOne?.state ?? message.state },
      file,
      transfers: one ? [one] : [],
      nameOf: (did) => visibleLine(names.get(did) ?? did),
      senderDid,
      isOnline: online,
      isConnected: (did) => connected.has(did),
      leftMs: null,
    });
    const isPaused = direction === 'in' && act === 'cancel' && !isRunning;
    const reason = isPaused ? t('terminal.files.noNode') : sentence;
    const who = whose === 'broadcast' ? t('terminal.queue.everyone') : (names.get(whose) ?? whose);
    return { id, direction, who, name, bytes, isSmall, state, code, doneBytes, reason };
  });
}

function presentOf(transfer: Transfer | null, file: NonNullable<Message['file']>) {
  return transfer === null || transfer.state === 'reading' ? file : { ...transfer, state: transfer.state };
}

async function stop(home: string, key: KeyOptions, id: string, output: Output): Promise<number> {
  return withNode(home, { unlock: true, ...key }, async (client) => {
    const direction = (await allMessages(client)).find((message) => message.id === id)?.direction ?? 'in';
    await client.ask('files.cancel', { id });
    print(output, { id }, [t('terminal.files.stopped', { direction })]);
    return 0;
  });
}
