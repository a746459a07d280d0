import type { MessageFile, Transfer } from '#shared/contract/domain/file.ts';
import type { Message } from '#shared/contract/domain/message.ts';
import { inEnglish } from '#shared/protocol/saying.ts';
import { byteSize } from '#shared/words/format/bytes.ts';
import { visibleLine } from '#shared/words/format/peer-text.ts';
import { sentence } from '#shared/words/sayings.ts';
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
      const { peers, formerPeers, transfers } = await client.ask('state.snapshot', {});
      const names = new Map([...formerPeers, ...peers].map(({ did, name }) => [did, name]));
      const shown = (await allMessages(client)).flatMap((message) => rowsOf(message, transfers, names));
      const lines = shown.map(({ id, direction, who, name, bytes, state, doneBytes, reason }) => {
        const percent = Math.floor((100 * doneBytes) / bytes);
        const how =
          reason?.sentence ??
          t('terminal.files.state', { direction, state, percent, name: visibleLine(who) });
        const about = { direction, who: visibleLine(who), name: visibleLine(name), size: byteSize(bytes) };
        return `${id}  ${t('terminal.files.line', about)}  ${how}`;
      });
      const told = shown.map(({ reason, ...row }) => ({ ...row, reason: reason?.english ?? null }));
      print(output, told, lines.length === 0 ? [t('terminal.files.none')] : lines);
      return 0;
    });
  },
});

/** One for a file that came, and for one of ours as many as it has recipients, where each fetches it. */
function rowsOf(
  { id, direction, thread, senderDid, file }: Message,
  transfers: readonly Transfer[],
  names: ReadonlyMap<string, string>,
) {
  if (!file) return [];
  const own = transfers.filter((one) => one.id === id && one.state !== 'reading');
  const each: (Pick<MessageFile, 'state' | 'code' | 'doneBytes'> &
    Partial<Pick<Transfer, 'did' | 'says'>>)[] =
    own.length === 0
      ? [file]
      : own.map((one) => ({ ...one, state: one.state === 'reading' ? 'offered' : one.state }));
  return each.map(({ did, state, code, doneBytes, says }) => {
    const whose = did ?? (direction === 'in' ? senderDid : thread);
    const who = whose === 'broadcast' ? t('terminal.queue.everyone') : (names.get(whose) ?? whose);
    const { name, bytes, isSmall } = file;
    const reason = says ? { sentence: sentence(says), english: inEnglish(says) } : null;
    return { id, direction, who, name, bytes, isSmall, state, code, doneBytes, reason };
  });
}

async function stop(home: string, key: KeyOptions, id: string, output: Output): Promise<number> {
  return withNode(home, { unlock: true, ...key }, async (client) => {
    await client.ask('files.cancel', { id });
    print(output, { id }, [t('terminal.files.stopped')]);
    return 0;
  });
}
