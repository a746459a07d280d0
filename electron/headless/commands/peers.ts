import { withReader } from '../ask-node.ts';
import { type Command, parseCommand, print, requiredHome } from '../command.ts';
import { peerLine } from '../peer-line.ts';

export const peers: Command = {
  name: 'peers',
  summary: 'Shows whom this node writes to, and how it reaches them.',
  usage: 'peers --home DIR',
  async run(args, output) {
    const { values } = parseCommand(args, { home: { type: 'string' } }, { min: 0, max: 0 });
    return withReader(requiredHome(values.home), async (client) => {
      const snapshot = await client.ask('state.snapshot', {});
      const shown = snapshot.peers.map((peer) => ({
        name: peer.name,
        did: peer.did,
        ...peerLine(peer, client, snapshot),
      }));
      print(
        output,
        shown,
        shown.length === 0
          ? ['Nobody to write to yet.']
          : shown.map((peer) => `${peer.name}: ${peer.reason}`),
      );
      return 0;
    });
  },
};
