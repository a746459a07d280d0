import type { Snapshot } from '#shared/contract/domain/snapshot.ts';
import { GhostStackError } from '#shared/contract/errors.ts';
import { says } from '#shared/protocol/saying.ts';
import { withNode } from '../ask-node.ts';
import { type Command, parseCommand, print, requiredHome } from '../command.ts';
import { KEY_OPTIONS } from '../key-options.ts';
import { UsageError } from '../usage-error.ts';

/** Neither can be the name of a member. */
const EVERYONE = ['everyone', 'broadcast'];

/** A thread id for a peer's name, its DID, or `everyone`. */
function threadOf(snapshot: Snapshot, to: string): string {
  if (EVERYONE.includes(to)) return 'broadcast';
  const peer = snapshot.peers.find((candidate) => candidate.name === to || candidate.did === to);
  if (!peer) throw new GhostStackError('not-found', says('error.headless.noPeerNamedSeeGhoststack', { to }));
  return peer.did;
}

export const send: Command = {
  name: 'send',
  summary: 'Writes a message to a member or to everyone; it waits for who is away.',
  usage: 'send --home DIR --to NAME|everyone [--key-file FILE | --passphrase-file FILE] "text"',
  async run(args, output) {
    const { values, positionals } = parseCommand(
      args,
      { home: { type: 'string' }, to: { type: 'string' }, ...KEY_OPTIONS },
      { min: 1, max: 1 },
    );
    const to = values.to;
    if (!to) throw new UsageError('Say to whom: --to NAME.');
    return withNode(requiredHome(values.home), { unlock: true, ...values }, async (client) => {
      const thread = threadOf(await client.ask('state.snapshot', {}), to);
      const message = await client.ask('messages.send', { to: thread, text: positionals[0] ?? '' });
      print(output, { id: message.id, state: message.state }, [
        `Queued for ${thread === 'broadcast' ? 'everyone' : to}: ${message.id}`,
      ]);
      return 0;
    });
  },
};

export const cancel: Command = {
  name: 'cancel',
  summary: 'Takes back a message that was not delivered yet.',
  usage: 'cancel --home DIR ID',
  async run(args, output) {
    const { values, positionals } = parseCommand(
      args,
      { home: { type: 'string' }, ...KEY_OPTIONS },
      { min: 1, max: 1 },
    );
    return withNode(requiredHome(values.home), { unlock: true, ...values }, async (client) => {
      const message = await client.ask('messages.cancel', { id: positionals[0] ?? '' });
      print(output, { id: message.id, state: message.state }, ['Cancelled.']);
      return 0;
    });
  },
};
