import { withNode } from '../ask-node.ts';
import { type Command, parseCommand, print, requiredHome } from '../command.ts';
import { UsageError } from '../usage-error.ts';

export const peer: Command = {
  name: 'peer',
  summary: 'Adds or removes somebody to write to, for a node without a cell.',
  usage:
    'peer add --home DIR --did DID --name NAME [--address HOST:PORT]   |   peer remove --home DIR --did DID',
  async run(args, output) {
    const { values, positionals } = parseCommand(
      args,
      {
        home: { type: 'string' },
        did: { type: 'string' },
        name: { type: 'string' },
        address: { type: 'string' },
      },
      { min: 1, max: 1 },
    );
    const { did, name } = values;
    if (!did) throw new UsageError('Say which peer: --did DID.');
    return withNode(requiredHome(values.home), { unlock: false }, async (client) => {
      if (positionals[0] === 'add') {
        if (!name) throw new UsageError('Give the peer a name: --name NAME.');
        const added = await client.ask('peers.add', { did, name, address: values.address ?? null });
        print(output, { name: added.name, did: added.did, address: added.address }, [
          `${added.name} is a peer now.`,
        ]);
      } else if (positionals[0] === 'remove') {
        await client.ask('peers.remove', { did });
        print(output, { removed: did }, ['Removed.']);
      } else {
        throw new UsageError(`There is no command peer ${positionals[0]}.`);
      }
      return 0;
    });
  },
};
