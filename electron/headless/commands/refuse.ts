import { t } from '#shared/words/translate.ts';
import { withNode } from '../ask-node.ts';
import { type Command, parseCommand, print, requiredHome } from '../command.ts';
import { KEY_OPTIONS } from '../key-options.ts';
import { joinRequestOf } from './joins.ts';

export const refuse: Command = {
  name: 'refuse',
  async run(args, output) {
    const { values, positionals } = parseCommand(
      args,
      { home: { type: 'string' }, ...KEY_OPTIONS },
      { min: 1, max: 1 },
    );
    return withNode(requiredHome(values.home), { unlock: true, ...values }, async (client) => {
      const request = await joinRequestOf(client, positionals[0] ?? '');
      await client.ask('cell.answerJoin', { scid: request.scid, accept: false });
      print(output, { refused: request.name }, [t('terminal.refuse.done', { name: request.name })]);
      return 0;
    });
  },
};
