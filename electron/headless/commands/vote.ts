import { Choice } from '#shared/protocol/closing/bodies.ts';
import { withNode } from '../ask-node.ts';
import { type Command, parseCommand, print, requiredHome } from '../command.ts';
import { KEY_OPTIONS } from '../key-options.ts';
import { UsageError } from '../usage-error.ts';
import { proposalId } from './proposals.ts';

export const vote: Command = {
  name: 'vote',
  summary: 'Votes on a proposal.',
  usage:
    'vote --home DIR [--comment TEXT] [--key-file FILE | --passphrase-file FILE] PROPOSAL approve|reject|abstain',
  async run(args, output) {
    const { values, positionals } = parseCommand(
      args,
      { home: { type: 'string' }, comment: { type: 'string' }, ...KEY_OPTIONS },
      { min: 2, max: 2 },
    );
    const choice = Choice.safeParse(positionals[1]?.toUpperCase());
    if (!choice.success) throw new UsageError('Vote approve, reject or abstain.');
    return withNode(requiredHome(values.home), { unlock: true, ...values }, async (client) => {
      const id = await proposalId(client, positionals[0] ?? '');
      await client.ask('governance.vote', { id, choice: choice.data, comment: values.comment ?? null });
      const { label, myVote } = await client.ask('governance.detail', { id });
      print(output, { id, label, choice: choice.data, receipt: myVote?.receipt ?? null }, [
        `${choice.data} on ${label}, signed and stored here.`,
      ]);
      return 0;
    });
  },
};

export const withdraw: Command = {
  name: 'withdraw',
  summary: 'Takes back a proposal of yours that is not decided.',
  usage: 'withdraw --home DIR [--key-file FILE | --passphrase-file FILE] PROPOSAL',
  async run(args, output) {
    const { values, positionals } = parseCommand(
      args,
      { home: { type: 'string' }, ...KEY_OPTIONS },
      { min: 1, max: 1 },
    );
    return withNode(requiredHome(values.home), { unlock: true, ...values }, async (client) => {
      const id = await proposalId(client, positionals[0] ?? '');
      await client.ask('governance.withdraw', { id });
      print(output, { id }, ['Asked to withdraw. It is withdrawn unless somebody had voted.']);
      return 0;
    });
  },
};

export const close: Command = {
  name: 'close',
  summary: 'Closes a vote for this node before its deadline.',
  usage: 'close --home DIR [--key-file FILE | --passphrase-file FILE] PROPOSAL',
  async run(args, output) {
    const { values, positionals } = parseCommand(
      args,
      { home: { type: 'string' }, ...KEY_OPTIONS },
      { min: 1, max: 1 },
    );
    return withNode(requiredHome(values.home), { unlock: true, ...values }, async (client) => {
      const id = await proposalId(client, positionals[0] ?? '');
      await client.ask('governance.close', { id });
      print(output, { id }, ['Closed: your vote is in, and no more can be added.']);
      return 0;
    });
  },
};
