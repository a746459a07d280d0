import { GhostStackError } from '#shared/contract/errors.ts';
import { says } from '#shared/protocol/saying.ts';
import { t } from '#shared/words/translate.ts';
import { withNode } from '../ask-node.ts';
import { command, print, requiredHome } from '../command.ts';
import { ANY_WORD } from '../option-table.ts';
import { UsageError } from '../usage-error.ts';
import { recipientOf, threadOf } from './thread-named.ts';

export const send = command({
  name: 'send',
  options: ['to', 'reply'],
  words: [ANY_WORD],
  async run({ values, positionals }, output) {
    const to = values.to;
    if (!to) throw new UsageError(says('error.headless.toWhom'));
    const text = positionals[0] ?? '';
    if (text.trim() === '') throw new GhostStackError('invalid-argument', says('error.messaging.noText'));
    return withNode(requiredHome(values.home), { unlock: true, ...values }, async (client) => {
      const thread = threadOf(await client.ask('state.snapshot', {}), to);
      const message = await client.ask('messages.send', { to: thread, text, reply: values.reply ?? null });
      print(output, { id: message.id, state: message.state }, [
        thread === 'broadcast'
          ? t('terminal.send.doneEveryone', { id: message.id })
          : t('terminal.send.done', { to, id: message.id }),
      ]);
      return 0;
    });
  },
});

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
