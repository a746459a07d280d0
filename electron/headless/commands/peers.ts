import { t } from '#shared/words/translate.ts';
import { withReader } from '../ask-node.ts';
import { command, print, requiredHome } from '../command.ts';
import { peerLine } from '../peer-line.ts';

export const peers = command({
  name: 'peers',
  options: [],
  words: [],
  async run({ values }, output) {
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
        shown.length === 0 ? [t('terminal.peers.none')] : shown.map((peer) => `${peer.name}: ${peer.reason}`),
      );
      return 0;
    });
  },
});
