import { t } from '#shared/words/translate.ts';
import { withNode } from '../ask-node.ts';
import { command, print, requiredHome } from '../command.ts';
import { ANY_WORD } from '../option-table.ts';

export const sendAgain = command({
  name: 'send-again',
  options: [],
  words: [ANY_WORD],
  async run({ values, positionals }, output) {
    return withNode(requiredHome(values.home), { unlock: true, ...values }, async (client) => {
      const message = await client.ask('messages.sendAgain', { id: positionals[0] ?? '' });
      print(output, { id: message.id, state: message.state }, [
        t('terminal.send-again.done', { id: message.id }),
      ]);
      return 0;
    });
  },
});
