import { t } from '#shared/words/translate.ts';
import { withReader } from '../ask-node.ts';
import { command, print, requiredHome } from '../command.ts';
import { peerLine } from '../peer-line.ts';

export const members = command({
  name: 'members',
  options: [],
  words: [],
  async run({ values }, output) {
    return withReader(requiredHome(values.home), async (client) => {
      const snapshot = await client.ask('state.snapshot', {});
      const { cell, peers } = snapshot;
      const shown = (cell?.members ?? []).map(({ name, did, me }) => {
        const peer = peers.find((candidate) => candidate.did === did);
        if (me || !peer) return { name, did, state: 'me', reason: t('terminal.members.me') };
        return { name, did, ...peerLine(peer, client, snapshot) };
      });
      print(
        output,
        shown,
        cell ? shown.map(({ name, reason }) => `${name}: ${reason}`) : [t('terminal.noCell')],
      );
      return 0;
    });
  },
});
