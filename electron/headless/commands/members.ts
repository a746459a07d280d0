import { peerReason } from '#shared/reasons/peer-reason.ts';
import { withReader } from '../ask-node.ts';
import { type Command, parseCommand, print, requiredHome } from '../command.ts';

export const members: Command = {
  name: 'members',
  summary: 'Shows the members of the cell, and how far each is in sync.',
  usage: 'members --home DIR',
  async run(args, output) {
    const { values } = parseCommand(args, { home: { type: 'string' } }, { min: 0, max: 0 });
    return withReader(requiredHome(values.home), async (client) => {
      const { cell, peers, online, network, me } = await client.ask('state.snapshot', {});
      const shown = (cell?.members ?? []).map((member) => {
        const peer = peers.find(({ did }) => did === member.did);
        if (member.me || !peer)
          return { name: member.name, did: member.did, state: 'me', reason: 'This computer.' };
        const context = { nowMs: Date.now(), online, network, myName: me?.name ?? '' };
        const { state, sentence, detail } = peerReason(peer, context);
        return {
          name: member.name,
          did: member.did,
          state,
          reason: detail ? `${sentence} ${detail}` : sentence,
        };
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
