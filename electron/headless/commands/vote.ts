import { Choice } from '#shared/protocol/closing/bodies.ts';
import { says } from '#shared/protocol/saying.ts';
import { t } from '#shared/words/translate.ts';
import { withNode } from '../ask-node.ts';
import { command, print, requiredHome } from '../command.ts';
import { ANY_WORD } from '../option-table.ts';
import { UsageError } from '../usage-error.ts';
import { proposalId } from './proposals.ts';

export const vote = command({
  name: 'vote',
  options: ['comment'],
  words: [ANY_WORD, { choices: ['approve', 'reject', 'abstain'] }],
  async run({ values, positionals }, output) {
    const choice = Choice.safeParse(positionals[1]?.toUpperCase());
    if (!choice.success) throw new UsageError(says('error.headless.choice'));
    return withNode(requiredHome(values.home), { unlock: true, ...values }, async (client) => {
      const id = await proposalId(client, positionals[0] ?? '');
      await client.ask('governance.vote', { id, choice: choice.data, comment: values.comment ?? null });
      const { label, myVote } = await client.ask('governance.detail', { id });
      print(output, { id, label, choice: choice.data, receipt: myVote?.receipt ?? null }, [
        t('terminal.vote.done', { choice: choice.data, label }),
      ]);
      return 0;
    });
  },
});

export const withdraw = command({
  name: 'withdraw',
  options: [],
  words: [ANY_WORD],
  async run({ values, positionals }, output) {
    return withNode(requiredHome(values.home), { unlock: true, ...values }, async (client) => {
      const id = await proposalId(client, positionals[0] ?? '');
      await client.ask('governance.withdraw', { id });
      print(output, { id }, [t('terminal.withdraw.done')]);
      return 0;
    });
  },
});

export const close = command({
  name: 'close',
  notes: ['terminal.close.note'],
  options: [],
  words: [ANY_WORD],
  async run({ values, positionals }, output) {
    return withNode(requiredHome(values.home), { unlock: true, ...values }, async (client) => {
      const id = await proposalId(client, positionals[0] ?? '');
      await client.ask('governance.close', { id });
      print(output, { id }, [t('terminal.close.done')]);
      return 0;
    });
  },
});
