import type { Message } from '#shared/contract/domain/message.ts';
import type { Snapshot } from '#shared/contract/domain/snapshot.ts';
import type {
  UndeliveredCursor,
  UndeliveredPage,
  UndeliveredRow,
} from '#shared/contract/domain/undelivered.ts';
import { type MessageReasonContext, messageReason } from '#shared/words/reasons/message-reason.ts';
import { undeliveredReason } from '#shared/words/reasons/undelivered-words.ts';
import { t } from '#shared/words/translate.ts';
import { type NodeClient, withReader } from '../ask-node.ts';
import { command, type Output, print, requiredHome } from '../command.ts';
import { textAndFile } from './text-and-file.ts';

export const queue = command({
  name: 'queue',
  options: ['waiting'],
  words: [],
  async run({ values }, output) {
    return withReader(requiredHome(values.home), async (client) => {
      const snapshot = await client.ask('state.snapshot', {});
      if (values.waiting) return printWaiting(client, snapshot, output);
      const outgoing = (await allMessages(client)).filter((message) => message.direction === 'out');
      const shown = outgoing.map((message) => {
        const context = contextOf(snapshot, message.thread);
        const { state, sentence } = messageReason(message, context);
        const isUntouched = state === 'queued' && !message.deliveredTo?.done;
        return {
          id: message.id,
          to: context.names.get(message.thread) ?? message.thread,
          text: message.text,
          ...(message.file ? { file: message.file } : {}),
          state,
          reason: isUntouched && !client.running ? t('terminal.queue.noNode') : sentence,
        };
      });
      const lines = shown.map(
        (message) => `${message.id}  ${toWhom(message.to)}  ${message.reason}  ${textAndFile(message)}`,
      );
      print(output, shown, lines.length === 0 ? [t('terminal.queue.none')] : lines);
      return 0;
    });
  },
});

/** What waits, as the page behind the tile of the queue shows it. */
async function printWaiting(client: NodeClient, snapshot: Snapshot, output: Output): Promise<number> {
  const shown = (await allWaiting(client)).map((row) => {
    const { message, to } = row;
    const context = contextOf(snapshot, to);
    const { state, sentence } = undeliveredReason(row, context);
    return {
      id: message.id,
      to: context.names.get(to) ?? to,
      toEveryone: message.thread === 'broadcast' && to !== 'broadcast',
      text: message.text,
      ...(message.file ? { file: message.file } : {}),
      state,
      reason: state === 'queued' && !client.running ? t('terminal.queue.noNode') : sentence,
    };
  });
  const lines = shown.map((message) => {
    const { id, to, toEveryone, reason } = message;
    const words = { to: toWhom(to), reason, text: textAndFile(message) };
    return `${id}  ${t(toEveryone ? 'terminal.queue.lineOfEveryone' : 'terminal.queue.line', words)}`;
  });
  print(output, shown, lines.length === 0 ? [t('undelivered.answer.none')] : lines);
  return 0;
}

function contextOf({ peers, formerPeers, online }: Snapshot, to: string): MessageReasonContext {
  const names = new Map([...formerPeers, ...peers].map(({ did, name }) => [did, name]));
  return { peer: peers.find(({ did }) => did === to) ?? null, nowMs: Date.now(), online, names };
}

function toWhom(to: string): string {
  return to === 'broadcast' ? t('terminal.queue.everyone') : to;
}

async function allWaiting(client: NodeClient): Promise<UndeliveredRow[]> {
  const rows: UndeliveredRow[] = [];
  for (let after: UndeliveredCursor | null = null; ; ) {
    const page: UndeliveredPage = await client.ask('messages.undelivered', { after, limit: PAGE });
    rows.push(...page.rows);
    const last = page.rows.at(-1);
    if (!page.more || !last) return rows;
    after = { number: last.message.number, to: last.to };
  }
}

const PAGE = 200;

/** Every message of every thread, in the order in which this node got them. */
export async function allMessages(client: Pick<NodeClient, 'ask'>): Promise<Message[]> {
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
