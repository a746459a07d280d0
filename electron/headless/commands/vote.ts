import { Choice } from '#shared/protocol/closing/bodies.ts';
import { says } from '#shared/protocol/saying.ts';
import { t } from '#shared/words/translate.ts';
import { withNode } from '../ask-node.ts';
import { type Command, parseCommand, print, requiredHome } from '../command.ts';
import { KEY_OPTIONS } from '../key-options.ts';
import { UsageError } from '../usage-error.ts';
import { proposalId } from './proposals.ts';

export const vote: Command = {
  name: 'vote',
  async run(args, output) {
    const { values, positionals } = parseCommand(
      args,
      { home: { type: 'string' }, comment: { type: 'string' }, ...KEY_OPTIONS },
      { min: 2, max: 2 },
    );
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
};

export const withdraw: Command = {
  name: 'withdraw',
  async run(args, output) {
    const { values, positionals } = parseCommand(
      args,
      { home: { type: 'string' }, ...KEY_OPTIONS },
      { min: 1, max: 1 },
    );
    return withNode(requiredHome(values.home), { unlock: true, ...values }, async (client) => {
      const id = await proposalId(client, positionals[0] ?? '');
      await client.ask('governance.withdraw', { id });
      print(output, { id }, [t('terminal.withdraw.done')]);
      return 0;
    });
  },
};

export const close: Command = {
  name: 'close',
  async run(args, output) {
    const { values, positionals } = parseCommand(
      args,
      { home: { type: 'string' }, ...KEY_OPTIONS },
      { min: 1, max: 1 },
    );
    return withNode(requiredHome(values.home), { unlock: true, ...values }, async (client) => {
      const id = await proposalId(client, positionals[0] ?? '');
      await client.ask('governance.close', { id });
      print(output, { id }, [t('terminal.close.done')]);
      return 0;
    });
  },
};
