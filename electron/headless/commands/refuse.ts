import { t } from '#shared/words/translate.ts';
import { withNode } from '../ask-node.ts';
import { command, print, requiredHome } from '../command.ts';
import { ANY_WORD } from '../option-table.ts';
import { joinRequestOf, recoveryRequestOf } from './joins.ts';

export const refuse = command({
  name: 'refuse',
  options: [],
  words: [ANY_WORD],
  async run({ values, positionals }, output) {
    return withNode(requiredHome(values.home), { unlock: true, ...values }, async (client) => {
      const wanted = positionals[0] ?? '';
      const returning = await recoveryRequestOf(client, wanted);
      const request = returning ?? (await joinRequestOf(client, wanted));
      if (returning) await client.ask('recovery.answer', { id: returning.id, accept: false });
      else await client.ask('cell.answerJoin', { scid: request.scid, accept: false });
      print(output, { refused: request.name }, [t('terminal.refuse.done', { name: request.name })]);
      return 0;
    });
  },
});
