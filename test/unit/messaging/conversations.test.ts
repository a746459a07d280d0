import { expect, it, onTestFinished } from 'vitest';
import { AnsweredMessages } from '../../../electron/node/messaging/answered-messages.ts';
import { DraftTable } from '../../../electron/node/messaging/draft-table.ts';
import { MessageDeleter } from '../../../electron/node/messaging/message-deleter.ts';
import { UnreadMark } from '../../../electron/node/messaging/unread-mark.ts';
import { openStore } from '../../../electron/node/store/store.ts';
import { person, TestClock, testNode } from '../../support/messaging.ts';
import { expectCode } from '../../support/throws-code.ts';

const [alice, bob] = [person('alice'), person('bob')];
const BOB = bob.identity.did;

function aliceAndBob() {
  const clock = new TestClock();
  const store = openStore({ path: ':memory:' });
  const node = testNode(alice, [bob], { store, clock: clock.now });
  const other = testNode(bob, [alice], { clock: clock.now });
  onTestFinished(async () => {
    await Promise.all([node.close(), other.close()]);
  });
  const drafts = new DraftTable(store.db, clock.now);
  const hears = async (...texts: string[]): Promise<void> => {
    for (const text of texts) other.queue.enqueue('alice', text);
    await node.inbox.receive((await other.queue.prepare(alice.identity.did)).map(({ bytes }) => bytes));
  };
  return { clock, store, node, other, drafts, hears };
}

it('keeps what was begun of each conversation, until it is sent or taken away', () => {
  const { clock, store, drafts, node } = aliceAndBob();
  expect(drafts.get(BOB)).toEqual({ text: '', reply: null });
  drafts.set(BOB, { text: 'The ladder', reply: null });
  clock.advance(1);
  drafts.set('broadcast', { text: 'x'.repeat(300), reply: 'm1' });
  expect([...drafts.beginnings()]).toEqual([
    ['broadcast', 'x'.repeat(120)],
    [BOB, 'The ladder'],
  ]);
  drafts.set('broadcast', { text: '', reply: 'm1' });
  expect(drafts.get('broadcast')).toEqual({ text: '', reply: 'm1' });
  drafts.set('broadcast', { text: '', reply: null });
  expect(store.db.prepare('SELECT thread FROM drafts').pluck().all()).toEqual([BOB]);

  // Another text for bob, as from the terminal, is not what was begun.
  node.queue.enqueue('bob', 'from elsewhere');
  expect(drafts.get(BOB).text).toBe('The ladder');
  node.queue.enqueue('bob', 'The ladder');
  expect([...drafts.beginnings()]).toEqual([]);
});

it('has what was begun as long as the message is not stored', () => {
  const { store, drafts, node } = aliceAndBob();
  drafts.set(BOB, { text: 'The ladder', reply: null });
  store.db.exec(
    "CREATE TRIGGER full BEFORE INSERT ON message_steps BEGIN SELECT RAISE(ABORT, 'no room'); END",
  );
  expect(() => node.queue.enqueue('bob', 'The ladder')).toThrow();
  expect(drafts.get(BOB).text).toBe('The ladder');
  expect(node.queue.all()).toEqual([]);
});

it('marks as unread from a message on, and knows where that begins', async () => {
  const { store, node, hears } = aliceAndBob();
  await hears('one', 'two', 'three');
  node.queue.enqueue('bob', 'mine');
  const { messages } = node.queue.list({ thread: BOB, before: null, limit: 9 });
  const [one, two] = messages;
  const unread = () => {
    const [thread] = node.queue.threads();
    return [thread?.unread, thread?.unreadFrom];
  };
  expect(unread()).toEqual([3, one?.number]);
  expect(messages.map((message) => message.unread)).toEqual([true, true, true, undefined]);
  node.queue.markRead(BOB);
  expect(unread()).toEqual([0, undefined]);

  const mark = new UnreadMark(store);
  expect(mark.from(two?.id ?? '')).toBe(2);
  expect(unread()).toEqual([2, two?.number]);
  expect(mark.from(two?.id ?? '')).toBe(0);
  expectCode('conflict', () => mark.from(messages[3]?.id ?? ''));
  expectCode('not-found', () => mark.from('nobody'));
});

it('shows what is answered from what is here, and says where it was deleted, never was, or goes by a name of several', async () => {
  const { store, node, other, hears } = aliceAndBob();
  const carry = async (): Promise<void> => {
    await other.inbox.receive((await node.queue.prepare(BOB)).map(({ bytes }) => bytes));
  };
  const page = (of: typeof node, thread: string) =>
    of.queue.list({ thread, before: null, limit: 50 }).messages;
  const answers = () => page(node, BOB).map((message) => message.answers);
  const named = new AnsweredMessages(store.db);
  const reply = (text: string, to: string | null) => node.queue.enqueue('bob', text, { reply: to });

  await hears('Where is the ladder?');
  const [asked] = page(node, BOB);
  const { mid } = named.named(asked?.id ?? '') ?? { mid: '' };
  reply('In the shed.', mid);
  reply('And the rope, too.', null);
  await carry();
  const told = { number: 1, senderDid: BOB, text: 'Where is the ladder?', file: null };
  expect(answers()).toEqual([undefined, { state: 'here', message: { ...told, id: asked?.id } }, undefined]);
  // Each node shows its own: at bob it is the message that he wrote.
  expect(page(other, alice.identity.did)[1]?.answers).toMatchObject({
    state: 'here',
    message: { ...told, number: 1 },
  });

  // Bob answers what alice wrote; she deletes both of what was answered, and then hears of something that never came.
  const rope = page(node, BOB)[2];
  other.queue.enqueue('alice', 'Thanks', { reply: named.named(rope?.id ?? '')?.mid ?? null });
  other.queue.enqueue('alice', 'See above', { reply: '00000000-0000-4000-8000-000000000000' });
  await hears();
  const deleter = new MessageDeleter(store);
  store.db.exec("UPDATE messages SET state = 'delivered' WHERE direction = 'out'");
  for (const one of [asked, rope]) deleter.one(one?.id ?? '');
  expect(answers()).toEqual([{ state: 'gone' }, { state: 'gone' }, { state: 'unknown' }]);

  // Somebody gives a message the name of another one.
  const shed = page(node, BOB)[0];
  store.db
    .prepare("UPDATE messages SET mid = ?, reply = ? WHERE payload = 'See above'")
    .run(shed?.id, shed?.id);
  expect(answers().at(-1)).toEqual({ state: 'unclear' });
});
