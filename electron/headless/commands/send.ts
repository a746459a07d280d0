import { resolve } from 'node:path';
import type { CallInput, CallOutput } from '#shared/contract/contract.ts';
import { GhostStackError } from '#shared/contract/errors.ts';
import { says } from '#shared/protocol/saying.ts';
import { t } from '#shared/words/translate.ts';
import { type NodeClient, withNode } from '../ask-node.ts';
import { command, print, requiredHome } from '../command.ts';
import { ANY_WORD } from '../option-table.ts';
import { UsageError } from '../usage-error.ts';
import { whileTransferring } from '../while-transferring.ts';
import { recipientOf, threadOf } from './thread-named.ts';

export const send = command({
  name: 'send',
  options: ['to', 'reply', 'file'],
  words: [{ isOptional: true }],
  async run({ values, positionals }, output) {
    const to = values.to;
    if (!to) throw new UsageError(says('error.headless.toWhom'));
    const { file } = values;
    if (file === undefined && positionals.length === 0)
      throw new UsageError(says('error.headless.nothingToSend'));
    const text = positionals[0] ?? '';
    if (file === undefined && text.trim() === '')
      throw new GhostStackError('invalid-argument', says('error.messaging.noText'));
    return withNode(requiredHome(values.home), { unlock: true, ...values }, async (client) => {
      const thread = threadOf(await client.ask('state.snapshot', {}), to);
      const what = { to: thread, text, reply: values.reply ?? null };
      const message =
        file === undefined ? await client.ask('messages.send', what) : await sendFile(client, what, file);
      print(output, { id: message.id, state: message.state }, [
        thread === 'broadcast'
          ? t('terminal.send.doneEveryone', { id: message.id })
          : t('terminal.send.done', { to, id: message.id }),
      ]);
      return 0;
    });
  },
});

/** The file is read first, with its progress where somebody looks; Ctrl C calls that off. */
async function sendFile(
  client: NodeClient,
  what: CallInput<'messages.send'>,
  file: string,
): Promise<CallOutput<'messages.send'>> {
  const { id } = await client.ask('files.attach', { path: resolve(file) });
  const stop = () => void client.ask('files.detach', { id }).catch(() => {});
  process.once('SIGINT', stop);
  try {
    const send = () => client.ask('messages.send', { ...what, attachment: id });
    return await whileTransferring(client, id, () => undefined, send);
  } finally {
    process.off('SIGINT', stop);
  }
}

export const cancel = command({
  name: 'cancel',
  notes: ['terminal.cancel.note'],
  options: ['to'],
  words: [ANY_WORD],
  async run({ values, positionals }, output) {
    return withNode(requiredHome(values.home), { unlock: true, ...values }, async (client) => {
      const to = values.to ? recipientOf(await client.ask('state.snapshot', {}), values.to) : null;
      const message = await client.ask('messages.cancel', { id: positionals[0] ?? '', to });
      const done = values.to ? t('terminal.cancel.doneFor', { name: values.to }) : t('terminal.cancel.done');
      print(output, { id: message.id, state: message.state }, [done]);
      return 0;
    });
  },
});
