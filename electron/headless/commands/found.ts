import { t } from '#shared/words/translate.ts';
import { withNode } from '../ask-node.ts';
import { command, print, requiredHome } from '../command.ts';
import { secondsOption } from '../number-option.ts';
import { ANY_WORD } from '../option-table.ts';

export const found = command({
  name: 'found',
  notes: ['terminal.found.note.shortest'],
  options: ['shortest-deadline'],
  words: [ANY_WORD],
  async run({ values, positionals }, output) {
    const shortest = values['shortest-deadline'];
    const wish =
      shortest === undefined ? {} : { deadlineMinMs: secondsOption(shortest, '--shortest-deadline') };
    return withNode(requiredHome(values.home), { unlock: true, ...values }, async (client) => {
      const name = positionals[0] ?? '';
      await client.ask('cell.found', { name, ...wish });
      const { cell } = await client.ask('state.snapshot', {});
      print(output, { name, cell: cell?.id ?? null }, [t('terminal.found.done', { name })]);
      return 0;
    });
  },
});
