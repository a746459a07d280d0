import { peerReason } from '#shared/reasons/peer-reason.ts';
import { withReader } from '../ask-node.ts';
import { type Command, parseCommand, print, requiredHome } from '../command.ts';

export const peers: Command = {
  name: 'peers',
  summary: 'Shows whom this node writes to, and how it reaches them.',
  usage: 'peers --home DIR',
  async run(args, output) {
    const { values } = parseCommand(args, { home: { type: 'string' } }, { min: 0, max: 0 });
    return withReader(requiredHome(values.home), async (client) => {
      const snapshot = await client.ask('state.snapshot', {});
      const shown = snapshot.peers.map((peer) => {
        const { state, sentence, detail } = peerReason(peer, {
          nowMs: Date.now(),
          online: snapshot.online,
          network: snapshot.network,
          myName: snapshot.me?.name ?? '',
        });
        return { name: peer.name, did: peer.did, state, reason: detail ? `${sentence} ${detail}` : sentence };
      });
      print(
        output,
        shown,
        shown.map((peer) => `${peer.name}: ${peer.reason}`),
      );
      return 0;
    });
  },
};
