import type { Message } from '#shared/contract/domain/message.ts';
import { messageReason } from '#shared/words/reasons/message-reason.ts';
import { t } from '#shared/words/translate.ts';
import { type NodeClient, withReader } from '../ask-node.ts';
import { command, print, requiredHome } from '../command.ts';

export const queue = command({
  name: 'queue',
  options: [],
  words: [],
  async run({ values }, output) {
    return withReader(requiredHome(values.home), async (client) => {
      const snapshot = await client.ask('state.snapshot', {});
      const outgoing = (await allMessages(client)).filter((message) => message.direction === 'out');
      const people = [...snapshot.formerPeers, ...snapshot.peers];
      const names = new Map(people.map(({ did, name }) => [did, name]));
      const shown = outgoing.map((message) => {
        const peer = snapshot.peers.find((candidate) => candidate.did === message.thread) ?? null;
        const { state, sentence } = messageReason(message, {
          peer,
          nowMs: Date.now(),
          online: snapshot.online,
          names,
        });
        const isUntouched = state === 'queued' && !message.deliveredTo?.done;
        return {
          id: message.id,
          to: names.get(message.thread) ?? message.thread,
          text: message.text,
          state,
          reason: isUntouched && !client.running ? t('terminal.queue.noNode') : sentence,
        };
      });
      print(
        output,
        shown,
        shown.length === 0
          ? [t('terminal.queue.none')]
          : shown.map(
              ({ id, to, text, reason }) =>
                `${id}  ${to === 'broadcast' ? t('terminal.queue.everyone') : to}  ${reason}  ${text}`,
            ),
      );
      return 0;
    });
  },
});

const PAGE = 200;

/** Every message of every thread, in the order in which this node got them. */
export async function allMessages(client: NodeClient): Promise<Message[]> {
  const { threads } = await client.ask('state.snapshot', {});
  const messages: Message[] = [];
  for (const thread of threads) {
    let before: number | null = null;
    for (;;) {
      const page: { messages: Message[]; more: boolean } = await client.ask('messages.list', {
        thread: thread.id,
        before,
        limit: PAGE,
      });
      messages.push(...page.messages);
      before = page.messages[0]?.number ?? null;
      if (!page.more || before === null) break;
    }
  }
  return messages.sort((a, b) => a.number - b.number);
}
