import type { Snapshot } from '#shared/contract/domain/snapshot.ts';
import { GhostStackError } from '#shared/contract/errors.ts';
import { says } from '#shared/protocol/saying.ts';
import { t } from '#shared/words/translate.ts';
import { withNode } from '../ask-node.ts';
import { command, print, requiredHome } from '../command.ts';
import { ANY_WORD } from '../option-table.ts';
import { UsageError } from '../usage-error.ts';
import { whoIsNamed } from './who-is-named.ts';

/** Neither can be the name of a member. */
const EVERYONE = ['everyone', 'broadcast'];

/** A thread id for a peer's name, its DID, or `everyone`. */
function threadOf(snapshot: Snapshot, to: string): string {
  if (EVERYONE.includes(to)) return 'broadcast';
  const peer = whoIsNamed(snapshot.peers, to, ({ did }) => did);
  if (!peer) throw new GhostStackError('not-found', says('error.headless.noPeer', { to }));
  return peer.did;
}

/** Of a message that waits: also somebody who is no peer any more. */
function recipientOf({ peers, formerPeers }: Snapshot, to: string): string {
  const found = whoIsNamed([...peers, ...formerPeers], to, ({ did }) => did);
  if (!found) throw new GhostStackError('not-found', says('error.headless.noPeer', { to }));
  return found.did;
}

export const send = command({
  name: 'send',
  options: ['to'],
  words: [ANY_WORD],
  async run({ values, positionals }, output) {
    const to = values.to;
    if (!to) throw new UsageError(says('error.headless.toWhom'));
    const text = positionals[0] ?? '';
    if (text.trim() === '') throw new GhostStackError('invalid-argument', says('error.messaging.noText'));
    return withNode(requiredHome(values.home), { unlock: true, ...values }, async (client) => {
      const thread = threadOf(await client.ask('state.snapshot', {}), to);
      const message = await client.ask('messages.send', { to: thread, text });
      print(output, { id: message.id, state: message.state }, [
        thread === 'broadcast'
          ? t('terminal.send.doneEveryone', { id: message.id })
          : t('terminal.send.done', { to, id: message.id }),
      ]);
      return 0;
    });
  },
});

export const cancel = command({
  name: 'cancel',
  notes: ['terminal.cancel.note'],
  options: ['to'],
  words: [ANY_WORD],
  async run({ values, positionals }, output) {
    return withNode(requiredHome(values.home), { unlock: true, ...values }, async (client) => {
      const to = values.to ? recipientOf(await client.ask('state.snapshot', {}), values.to) : null;
      const message = await client.ask('messages.cancel', { id: positionals[0] ?? '', to });
      const done = values.to ? t('terminal.cancel.doneFor', { name: values.to }) : t('terminal.cancel.done');
      print(output, { id: message.id, state: message.state }, [done]);
      return 0;
    });
  },
});
