import type { Message } from '#shared/contract/domain/message.ts';
import { says } from '#shared/protocol/saying.ts';
import { fullDate } from '#shared/words/format/times.ts';
import { quoteInWords } from '#shared/words/reasons/quote-words.ts';
import { t } from '#shared/words/translate.ts';
import { withNode, withReader } from '../ask-node.ts';
import { command, type Output, print, requiredHome } from '../command.ts';
import type { KeyOptions } from '../key-options.ts';
import { UsageError } from '../usage-error.ts';
import { allMessages } from './queue.ts';
import { saveFile } from './save-file.ts';
import { textAndFile } from './text-and-file.ts';
import { pastThreadOf } from './thread-named.ts';

export const inbox = command({
  name: 'inbox',
  options: ['ids', 'read', 'unread', 'save'],
  words: [{ isFile: true, isOptional: true }],
  async run({ values, positionals }, output) {
    const home = requiredHome(values.home);
    if (values.read !== undefined) return markRead(home, values, values.read, output);
    if (values.unread !== undefined) return markUnread(home, values, values.unread, output);
    const [folder] = positionals;
    if (values.save !== undefined && folder !== undefined)
      return saveFile(home, values, { id: values.save, folder }, output);
    if (values.save !== undefined) throw new UsageError(says('error.headless.whereToSave'));
    if (folder !== undefined) throw new UsageError(says('error.headless.wordsTooMany', { words: folder }));
    return withReader(home, async (client) => {
      const { peers, formerPeers } = await client.ask('state.snapshot', {});
      const people = [...peers, ...formerPeers];
      const received = (await allMessages(client)).filter((message) => message.direction === 'in');
      const shown = received.map((message) => ({
        id: message.id,
        from: people.find(({ did }) => did === message.senderDid)?.name ?? message.senderDid,
        toEveryone: message.thread === 'broadcast',
        text: message.text,
        createdAtMs: message.createdAtMs,
        unread: message.unread ?? false,
        answers: answeredOf(message),
        keyChangedAtMs: message.keyChangedAtMs,
        ...(message.agent === undefined ? {} : { agent: message.agent }),
        ...(message.file ? { file: message.file } : {}),
      }));
      const lines = shown.map((message, at) => {
        const { id, toEveryone, keyChangedAtMs } = message;
        const text = textAndFile(message);
        const by = message.agent === undefined ? '' : ` (${t('agent.by', { name: message.from })})`;
        const name = `${message.from}${marked(keyChangedAtMs)}${by}`;
        const from = toEveryone ? t('terminal.inbox.toEveryone', { name }) : name;
        const { answers } = received[at] ?? {};
        const line = answers
          ? t('terminal.inbox.answer', { from, quote: quoteInWords(answers), text })
          : `${from}: ${text}`;
        return values.ids ? `${id}  ${line}` : line;
      });
      print(output, shown, lines.length === 0 ? [t('terminal.inbox.none')] : lines);
      return 0;
    });
  },
});

/** The id of the message that is answered, or why there is none. */
function answeredOf({ answers }: Message): { id: string } | { id: null; state: string } | null {
  if (!answers) return null;
  return answers.state === 'here' ? { id: answers.message.id } : { id: null, state: answers.state };
}

/** Beside the name, so that it cannot be mistaken for a part of the text. */
function marked(keyChangedAtMs: number | null): string {
  if (keyChangedAtMs === null) return '';
  return ` (${t('reason.message.formerKey', { day: fullDate(keyChangedAtMs) })})`;
}

/** All of one conversation: what is unread takes room that each sender has only so much of. */
async function markRead(home: string, key: KeyOptions, name: string, output: Output): Promise<number> {
  return withNode(home, { unlock: true, ...key }, async (client) => {
    const thread = pastThreadOf(await client.ask('state.snapshot', {}), name);
    await client.ask('messages.markRead', { thread });
    print(output, { thread }, [t('terminal.inbox.read')]);
    return 0;
  });
}

/** That message, and what came after it in its conversation. */
async function markUnread(home: string, key: KeyOptions, id: string, output: Output): Promise<number> {
  return withNode(home, { unlock: true, ...key }, async (client) => {
    const { marked } = await client.ask('messages.markUnread', { id });
    print(output, { marked }, [t('terminal.inbox.marked', { n: marked })]);
    return 0;
  });
}
