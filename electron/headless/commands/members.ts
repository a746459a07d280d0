import { withReader } from '../ask-node.ts';
import { type Command, parseCommand, print, requiredHome } from '../command.ts';
import { peerLine } from '../peer-line.ts';

export const members: Command = {
  name: 'members',
  summary: 'Shows the members of the cell, and how far each is in sync.',
  usage: 'members --home DIR',
  async run(args, output) {
    const { values } = parseCommand(args, { home: { type: 'string' } }, { min: 0, max: 0 });
    return withReader(requiredHome(values.home), async (client) => {
      const snapshot = await client.ask('state.snapshot', {});
      const { cell, peers } = snapshot;
      const shown = (cell?.members ?? []).map(({ name, did, me }) => {
        const peer = peers.find((candidate) => candidate.did === did);
        if (me || !peer) return { name, did, state: 'me', reason: 'This computer.' };
        return { name, did, ...peerLine(peer, client, snapshot) };
      });
      print(
        output,
        shown,
        cell ? shown.map(({ name, reason }) => `${name}: ${reason}`) : ['This node has no cell yet.'],
      );
      return 0;
    });
  },
};
