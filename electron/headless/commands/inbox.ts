import { t } from '#shared/words/translate.ts';
import { withReader } from '../ask-node.ts';
import { command, print, requiredHome } from '../command.ts';
import { allMessages } from './queue.ts';

export const inbox = command({
  name: 'inbox',
  options: [],
  words: [],
  async run({ values }, output) {
    return withReader(requiredHome(values.home), async (client) => {
      const { peers, formerPeers } = await client.ask('state.snapshot', {});
      const people = [...peers, ...formerPeers];
      const received = (await allMessages(client)).filter((message) => message.direction === 'in');
      const shown = received.map((message) => ({
        id: message.id,
        from: people.find(({ did }) => did === message.senderDid)?.name ?? message.senderDid,
        text: message.text,
      }));
      print(
        output,
        shown,
        shown.length === 0 ? [t('terminal.inbox.none')] : shown.map(({ from, text }) => `${from}: ${text}`),
      );
      return 0;
    });
  },
});
