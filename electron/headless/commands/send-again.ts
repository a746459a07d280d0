import { t } from '#shared/words/translate.ts';
import { withNode } from '../ask-node.ts';
import { type Command, parseCommand, print, requiredHome } from '../command.ts';
import { KEY_OPTIONS } from '../key-options.ts';

export const sendAgain: Command = {
  name: 'send-again',
  async run(args, output) {
    const { values, positionals } = parseCommand(
      args,
      { home: { type: 'string' }, ...KEY_OPTIONS },
      { min: 1, max: 1 },
    );
    return withNode(requiredHome(values.home), { unlock: true, ...values }, async (client) => {
      const message = await client.ask('messages.sendAgain', { id: positionals[0] ?? '' });
      print(output, { id: message.id, state: message.state }, [
        t('terminal.send-again.done', { id: message.id }),
      ]);
      return 0;
    });
  },
};
