import { t } from '#shared/words/translate.ts';
import { withNode } from '../ask-node.ts';
import { command, print, requiredHome } from '../command.ts';
import { numberOption, secondsOption } from '../number-option.ts';
import { ANY_WORD } from '../option-table.ts';
import { proposalState } from '../proposal-state.ts';
import { proposalId } from './proposals.ts';

export const propose = command({
  name: 'propose',
  options: ['description', 'draft', 'deadline', 'quorum'],
  words: [ANY_WORD],
  async run({ values, positionals }, output) {
    return withNode(requiredHome(values.home), { unlock: true, ...values }, async (client) => {
      const title = positionals[0] ?? '';
      const request = { title, text: values.description ?? '', open: !values.draft, ...wishesOf(values) };
      const { id } = await client.ask('governance.propose', request);
      const { label, state } = await client.ask('governance.detail', { id });
      print(output, { id, label, state }, [
        t('terminal.propose.done', { label, title, state: proposalState(state) }),
      ]);
      return 0;
    });
  },
});

export const open = command({
  name: 'open',
  options: ['deadline', 'quorum'],
  words: [ANY_WORD],
  async run({ values, positionals }, output) {
    return withNode(requiredHome(values.home), { unlock: true, ...values }, async (client) => {
      const id = await proposalId(client, positionals[0] ?? '');
      await client.ask('governance.open', { id, ...wishesOf(values) });
      print(output, { id, state: 'voting' }, [t('terminal.open.done')]);
      return 0;
    });
  },
});

function wishesOf(values: { deadline?: string | undefined; quorum?: string | undefined }) {
  const wishes: { deadlineMs?: number; quorum?: number } = {};
  if (values.deadline !== undefined) wishes.deadlineMs = secondsOption(values.deadline, '--deadline');
  if (values.quorum !== undefined) wishes.quorum = numberOption(values.quorum, '--quorum');
  return wishes;
}
