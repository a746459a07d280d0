import { GhostStackError } from '#shared/contract/errors.ts';
import { says } from '#shared/protocol/saying.ts';
import { visibleLine } from '#shared/words/format/peer-text.ts';
import { t } from '#shared/words/translate.ts';
import { type NodeClient, withNode } from '../ask-node.ts';
import { command, print, requiredHome } from '../command.ts';
import { proposalState } from '../proposal-state.ts';

export const leave = command({
  name: 'leave',
  options: [],
  words: [],
  async run({ values }, output) {
    return withNode(requiredHome(values.home), { unlock: true, ...values }, async (client) => {
      const { id, name } = await liveCell(client);
      await client.ask('cells.leave', {});
      print(output, { cell: id }, [t('terminal.leave.done', { name: visibleLine(name) })]);
      return 0;
    });
  },
});

export const back = command({
  name: 'back',
  options: [],
  words: [],
  async run({ values }, output) {
    return withNode(requiredHome(values.home), { unlock: true, ...values }, async (client) => {
      await client.ask('cells.back', {});
      const { id, name } = await liveCell(client);
      print(output, { cell: id }, [t('terminal.back.done', { name: visibleLine(name) })]);
      return 0;
    });
  },
});

/** Whoever left is counted out: the vote needs nobody's word, and ends in a second. */
export const leavers = command({
  name: 'leavers',
  options: [],
  words: [],
  async run({ values }, output) {
    return withNode(requiredHome(values.home), { unlock: true, ...values }, async (client) => {
      const { id } = await client.ask('cells.countOut', {});
      const { label, state } = await client.ask('governance.detail', { id });
      print(output, { id, label, state }, [
        t('terminal.leavers.done', { label, state: proposalState(state) }),
      ]);
      return 0;
    });
  },
});

async function liveCell(client: NodeClient) {
  const { cells } = await client.ask('state.snapshot', { stateHash: false });
  const live = cells.find(({ isLive }) => isLive);
  if (!live) throw new GhostStackError('not-found', says('error.root.noCellYet'));
  return live;
}
