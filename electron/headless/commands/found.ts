import { withNode } from '../ask-node.ts';
import { type Command, parseCommand, print, requiredHome } from '../command.ts';
import { KEY_OPTIONS } from '../key-options.ts';
import { secondsOption } from '../number-option.ts';

export const found: Command = {
  name: 'found',
  summary: 'Founds a cell, with this node as its only member.',
  usage: 'found --home DIR [--shortest-deadline SECONDS] [--key-file FILE | --passphrase-file FILE] NAME',
  notes: [
    '--shortest-deadline  no vote in this cell may be shorter. An hour if not given; the members cannot go below it later without a vote.',
  ],
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
      print(output, { name, cell: cell?.id ?? null }, [
        `You are the only member of ${name}. Invite somebody: ghoststack invite`,
      ]);
      return 0;
    });
  },
};
