import { says } from '#shared/protocol/saying.ts';
import { t } from '#shared/words/translate.ts';
import { withNode } from '../ask-node.ts';
import { command, print, requiredHome } from '../command.ts';
import { UsageError } from '../usage-error.ts';

export const peer = command({
  name: 'peer',
  options: ['did', 'name', 'address'],
  words: [{ choices: ['add', 'remove'] }],
  async run({ values, positionals }, output) {
    const { did, name } = values;
    if (!did) throw new UsageError(says('error.headless.whichPeer'));
    return withNode(requiredHome(values.home), { unlock: false }, async (client) => {
      if (positionals[0] === 'add') {
        if (!name) throw new UsageError(says('error.headless.nameOfPeer'));
        const added = await client.ask('peers.add', { did, name, address: values.address ?? null });
        print(output, { name: added.name, did: added.did, address: added.address }, [
          t('terminal.peer.added', { name: added.name }),
        ]);
      } else if (positionals[0] === 'remove') {
        await client.ask('peers.remove', { did });
        print(output, { removed: did }, [t('terminal.peer.removed')]);
      } else {
        throw new UsageError(
          says('error.headless.noPartOfCommand', { name: ['peer', ...positionals].join(' ') }),
        );
      }
      return 0;
    });
  },
});
