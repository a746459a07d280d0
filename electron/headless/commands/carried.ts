import { byteSize } from '#shared/words/format/bytes.ts';
import { visibleLine } from '#shared/words/format/peer-text.ts';
import { t } from '#shared/words/translate.ts';
import { withReader } from '../ask-node.ts';
import { command, print, requiredHome } from '../command.ts';

export const carried = command({
  name: 'carried',
  options: [],
  words: [],
  async run({ values }, output) {
    return withReader(requiredHome(values.home), async (client) => {
      const { peers, formerPeers } = await client.ask('state.snapshot', {});
      const names = new Map([...formerPeers, ...peers].map(({ did, name }) => [did, name]));
      const held = await client.ask('messages.carried', {});
      const bySender = held.bySender.map((one) => ({ name: names.get(one.did) ?? one.did, ...one }));
      const { on, hasRoom, share, parcels, bytes, notes } = held;
      const lines = [
        on ? t('terminal.carried.on', { size: byteSize(share.bytes) }) : t('terminal.carried.off'),
        ...(hasRoom ? [] : [t('terminal.carried.noRoom')]),
        t('terminal.carried.held', { n: parcels, size: byteSize(bytes) }),
        ...bySender.map(
          ({ name, parcels: n, bytes: of }) =>
            `  ${t('terminal.carried.sender', { name: visibleLine(name), n, size: byteSize(of) })}`,
        ),
        t('terminal.carried.notes', { n: notes }),
      ];
      print(output, { ...held, bySender }, lines);
      return 0;
    });
  },
});
