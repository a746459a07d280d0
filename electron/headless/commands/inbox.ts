import { t } from '#shared/words/translate.ts';
import { withNode, withReader } from '../ask-node.ts';
import { command, type Output, print, requiredHome } from '../command.ts';
import type { KeyOptions } from '../key-options.ts';
import { allMessages } from './queue.ts';

export const inbox = command({
  name: 'inbox',
  options: ['ids', 'unread'],
  words: [],
  async run({ values }, output) {
    const home = requiredHome(values.home);
    if (values.unread !== undefined) return markUnread(home, values, values.unread, output);
    return withReader(home, async (client) => {
      const { peers, formerPeers } = await client.ask('state.snapshot', {});
      const people = [...peers, ...formerPeers];
      const received = (await allMessages(client)).filter((message) => message.direction === 'in');
      const shown = received.map(({ id, senderDid, text, unread = false }) => ({
        id,
        from: people.find(({ did }) => did === senderDid)?.name ?? senderDid,
        text,
        unread,
      }));
      const lines = shown.map(({ id, from, text }) =>
        values.ids ? `${id}  ${from}: ${text}` : `${from}: ${text}`,
      );
      print(output, shown, lines.length === 0 ? [t('terminal.inbox.none')] : lines);
      return 0;
    });
  },
});

/** That message, and what came after it in its conversation. */
async function markUnread(home: string, key: KeyOptions, id: string, output: Output): Promise<number> {
  return withNode(home, { unlock: true, ...key }, async (client) => {
    const { marked } = await client.ask('messages.markUnread', { id });
    print(output, { marked }, [t('terminal.inbox.marked', { n: marked })]);
    return 0;
  });
}
