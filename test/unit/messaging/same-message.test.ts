import { createHash } from 'node:crypto';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { Inbox } from '../../../electron/node/messaging/inbox.ts';
import { MAX_TTL_MS, REPLAY_MEMORY_MS } from '../../../electron/node/messaging/limits.ts';
import type { Payload } from '../../../electron/node/messaging/payload.ts';
import { craft, messageOf } from '../../support/craft-envelope.ts';
import {
  type Person,
  person,
  TestClock,
  type TestNodeOptions,
  testNode,
  texts,
} from '../../support/messaging.ts';

const [alice, bob, carol] = [person('alice'), person('bob'), person('carol')];
const DAY_MS = 86_400_000;

function node(self: Person, peers: Person[], options: TestNodeOptions = {}) {
  const created = testNode(self, peers, options);
  onTestFinished(() => created.close());
  return created;
}

const statuses = async (inbox: Inbox, ...batch: unknown[]): Promise<string[]> =>
  (await inbox.receive(batch)).results.map(({ status }) => status);

describe('A message that comes in two envelopes', () => {
  const sealed = (payload: Payload, facts = {}, sender = alice) => craft({ ...facts, payload }, sender, bob);

  it('is stored once, in one batch, in two at once, and later', async () => {
    const { inbox } = node(bob, [alice]);
    const payload = messageOf('once');
    const [one, two, three, four] = await Promise.all([1, 2, 3, 4].map(() => sealed(payload)));
    expect(await statuses(inbox, one, two)).toEqual(['stored', 'stored']);
    await Promise.all([statuses(inbox, three), statuses(inbox, three, four)]);
    expect(await statuses(inbox, four)).toEqual(['stored']);
    expect(texts(inbox.messages)).toEqual(['once']);
  });

  it('stands once where the id is the same and all else is not: its sender was restored', async () => {
    const { inbox } = node(bob, [alice]);
    const payload = messageOf('once');
    const id = crypto.randomUUID();
    expect(await statuses(inbox, await sealed(payload, { id }))).toEqual(['stored']);
    expect(await statuses(inbox, await sealed(payload, { id }))).toEqual(['stored']);
    expect(inbox.messages).toHaveLength(1);
  });

  it('is two where two senders chose one name', async () => {
    const { inbox } = node(bob, [alice, carol]);
    const payload = messageOf('mine');
    expect(await statuses(inbox, await sealed(payload), await sealed(payload, {}, carol))).toEqual([
      'stored',
      'stored',
    ]);
    expect(inbox.messages).toHaveLength(2);
  });

  it('is known when the inbox is full, after a restart, and after it was deleted', async () => {
    const limits = { unreadMessages: 1, unreadBytes: 1000 };
    const { inbox, store } = node(bob, [alice], { limits });
    const payload = messageOf('once');
    expect(await statuses(inbox, await sealed(payload))).toEqual(['stored']);
    expect(await statuses(inbox, await sealed(messageOf('two')), await sealed(payload))).toEqual([
      'full',
      'stored',
    ]);
    store.db.exec('DELETE FROM messages');
    const again = node(bob, [alice], { store });
    expect(await statuses(again.inbox, await sealed(payload))).toEqual(['stored']);
    expect(again.inbox.messages).toEqual([]);
  });

  it('is known for as long as the later envelope could come', async () => {
    const clock = new TestClock(Date.now());
    const { inbox } = node(bob, [alice], { clock: clock.now });
    const payload = messageOf('once');
    const at = (createdAtMs: number, livesMs: number) =>
      sealed(payload, { createdAtMs, expiresAtMs: createdAtMs + livesMs });
    await inbox.receive([await at(clock.nowMs, DAY_MS)]);
    expect(await statuses(inbox, await at(clock.nowMs, MAX_TTL_MS))).toEqual(['stored']);
    const third = await at(clock.nowMs, MAX_TTL_MS);
    clock.advance(DAY_MS + REPLAY_MEMORY_MS - DAY_MS / 2);
    inbox.purge();
    clock.advance(-DAY_MS);
    expect(await statuses(inbox, third)).toEqual(['stored']);
    clock.advance(DAY_MS * 1.5);
    expect(inbox.purge()).toBe(0);
    expect(texts(inbox.messages)).toEqual(['once']);
  });
});

describe('A part of a file', () => {
  const data = Buffer.from('beginning');
  const part = (of: string, index = 0) =>
    ({ kind: 'part', mid: crypto.randomUUID(), of, index, data: new Uint8Array(data) }) as const;
  const file = {
    name: 'note.txt',
    type: 'text/plain',
    bytes: data.length,
    sha256: createHash('sha256').update(data).digest('hex'),
    way: { parts: 1 },
  };
  const kept = ({ store }: ReturnType<typeof node>) =>
    store.db.prepare('SELECT of_mid, part, data, keep_until_ms FROM file_parts').all();

  it('is kept beside its message, whichever comes first, and is no message', async () => {
    const clock = new TestClock(Date.now());
    const to = node(bob, [alice], { clock: clock.now });
    const message = { ...messageOf(''), file };
    const facts = { payload: part(message.mid), expiresAtMs: clock.nowMs + 3 * DAY_MS };
    expect(await statuses(to.inbox, await craft(facts))).toEqual(['stored']);
    expect(kept(to)).toMatchObject([{ keep_until_ms: clock.nowMs + DAY_MS }]);
    expect(await statuses(to.inbox, await craft({ payload: message }))).toEqual(['stored']);
    expect(kept(to)).toEqual([{ of_mid: message.mid, part: 0, data, keep_until_ms: null }]);
    expect(to.inbox.messages).toHaveLength(1);
    clock.advance(2 * DAY_MS);
    to.inbox.purge();
    expect(kept(to)).toHaveLength(1);
    to.store.db.exec('DELETE FROM messages');
    expect(kept(to)).toEqual([]);
  });

  it('waits a day for its message, and is forgotten with what its sender may leave here', async () => {
    const clock = new TestClock(Date.now());
    const limits = { unreadMessages: 10, unreadBytes: 20 };
    const to = node(bob, [alice], { clock: clock.now, limits });
    const of = crypto.randomUUID();
    const parts = [0, 1, 2].map((index) =>
      craft({ payload: part(of, index), expiresAtMs: Date.now() + 3 * DAY_MS }),
    );
    expect(await statuses(to.inbox, ...(await Promise.all(parts)))).toEqual(['stored', 'stored', 'full']);
    const again = node(bob, [alice], { clock: clock.now, limits, store: to.store });
    expect(await statuses(again.inbox, await parts[2])).toEqual(['full']);
    clock.advance(DAY_MS);
    to.inbox.purge();
    expect(kept(to)).toEqual([]);
    expect(await statuses(again.inbox, await parts[2])).toEqual(['stored']);
  });
});
