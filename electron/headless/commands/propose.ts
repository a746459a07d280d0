import { withNode } from '../ask-node.ts';
import { type Command, parseCommand, print, requiredHome } from '../command.ts';
import { KEY_OPTIONS } from '../key-options.ts';
import { numberOption, secondsOption } from '../number-option.ts';
import { proposalId } from './proposals.ts';

export const propose: Command = {
  name: 'propose',
  summary: 'Proposes something, and opens the vote on it unless it is a draft.',
  usage:
    'propose --home DIR [--description TEXT] [--draft] [--deadline SECONDS] [--quorum N] [--key-file FILE | --passphrase-file FILE] "title"',
  async run(args, output) {
    const { values, positionals } = parseCommand(
      args,
      {
        home: { type: 'string' },
        description: { type: 'string', default: '' },
        draft: { type: 'boolean', default: false },
        ...WISHES,
        ...KEY_OPTIONS,
      },
      { min: 1, max: 1 },
    );
    return withNode(requiredHome(values.home), { unlock: true, ...values }, async (client) => {
      const title = positionals[0] ?? '';
      const request = { title, text: values.description, open: !values.draft, ...wishesOf(values) };
      const { id } = await client.ask('governance.propose', request);
      const { label, state } = await client.ask('governance.detail', { id });
      print(output, { id, label, state }, [`${label}: ${title} (${state})`]);
      return 0;
    });
  },
};

export const open: Command = {
  name: 'open',
  summary: 'Opens the vote on a draft, or once more on what expired.',
  usage:
    'open --home DIR [--deadline SECONDS] [--quorum N] [--key-file FILE | --passphrase-file FILE] PROPOSAL',
  async run(args, output) {
    const options = { home: { type: 'string' }, ...WISHES, ...KEY_OPTIONS } as const;
    const { values, positionals } = parseCommand(args, options, { min: 1, max: 1 });
    return withNode(requiredHome(values.home), { unlock: true, ...values }, async (client) => {
      const id = await proposalId(client, positionals[0] ?? '');
      await client.ask('governance.open', { id, ...wishesOf(values) });
      print(output, { id, state: 'voting' }, ['The vote is open.']);
      return 0;
    });
  },
};

const WISHES = { deadline: { type: 'string' }, quorum: { type: 'string' } } as const;

function wishesOf(values: { deadline?: string | undefined; quorum?: string | undefined }) {
  const wishes: { deadlineMs?: number; quorum?: number } = {};
  if (values.deadline !== undefined) wishes.deadlineMs = secondsOption(values.deadline, '--deadline');
  if (values.quorum !== undefined) wishes.quorum = numberOption(values.quorum, '--quorum');
  return wishes;
}
