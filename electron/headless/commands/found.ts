import { t } from '#shared/words/translate.ts';
import { withNode } from '../ask-node.ts';
import { type Command, parseCommand, print, requiredHome } from '../command.ts';
import { KEY_OPTIONS } from '../key-options.ts';
import { secondsOption } from '../number-option.ts';

export const found: Command = {
  name: 'found',
  notes: ['terminal.found.note.shortest'],
  async run(args, output) {
    const { values, positionals } = parseCommand(
      args,
      { home: { type: 'string' }, 'shortest-deadline': { type: 'string' }, ...KEY_OPTIONS },
      { min: 1, max: 1 },
    );
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
};
