import { describe, expect, it, onTestFinished } from 'vitest';
import { readAcknowledgement } from '../../../electron/node/messaging/acknowledgement.ts';
import { envelopeHash, readEnvelope } from '../../../electron/node/messaging/envelope.ts';
import type { Inbox } from '../../../electron/node/messaging/inbox.ts';
import { MAX_TTL_MS, REPLAY_MEMORY_MS } from '../../../electron/node/messaging/limits.ts';
import { openStore } from '../../../electron/node/store/store.ts';
import { craft, messageOf } from '../../support/craft-envelope.ts';
import {
  envelopeFrom,
  type Person,
  person,
  TestClock,
  type TestNode,
  type TestNodeOptions,
  testNode,
  texts,
} from '../../support/messaging.ts';
import { expectCodeAsync } from '../../support/throws-code.ts';

const [alice, bob, carol] = [person('alice'), person('bob'), person('carol')];
const DAY_MS = 86_400_000;

function node(self: Person, peers: Person[], options: TestNodeOptions = {}): TestNode {
  const created = testNode(self, peers, options);
  onTestFinished(() => created.close());
  return created;
}

const statuses = async (inbox: Inbox, ...batch: unknown[]): Promise<string[]> =>
  (await inbox.receive(batch)).results.map(({ status }) => status);

describe('Inbox', () => {
  it('answers with one signed list that names each envelope by its hash', async () => {
    const { inbox } = node(bob, [alice]);
    const batch = [await craft({}), await craft({})];
    const acknowledgement = await inbox.receive(batch);
    expect(readAcknowledgement(acknowledgement, bob.identity, 2)).toEqual(acknowledgement);
    for (const [index, text] of batch.entries()) {
      const read = readEnvelope(text);
      if (!read.ok) throw new Error(read.error.message);
      const { id } = read.value;
      expect(acknowledgement.results[index]).toEqual({
        id,
        hash: envelopeHash(read.value),
        status: 'stored',
      });
    }
  });

  it('stores a message once and gives a retransmission the same answer', async () => {
    const { inbox } = node(bob, [alice]);
    const envelope = await craft({});
    const first = await inbox.receive([envelope]);
    const again = await inbox.receive([envelope, envelope]);
    expect(again.results).toEqual([...first.results, ...first.results]);
    expect(texts(inbox.messages)).toEqual(['crafted']);
  });

  it('stores a message once when two batches with it come at the same time', async () => {
    const { inbox } = node(bob, [alice]);
    const envelope = await craft({});
    const answers = await Promise.all([inbox.receive([envelope]), inbox.receive([envelope])]);
    expect(answers.map(({ results }) => results[0]!.status)).toEqual(['stored', 'stored']);
    expect(inbox.messages).toHaveLength(1);
  });

  it('answers the same after a restart, after the expiry, and when the sender is no peer any more', async () => {
    const clock = new TestClock(Date.now());
    const store = openStore({ path: ':memory:' });
    const peers = [alice];
    const envelope = await craft({});
    const before = testNode(bob, peers, { store, clock: clock.now });
    const first = await before.inbox.receive([envelope]);
    const after = node(bob, peers, { store, clock: clock.now });
    clock.advance(5 * DAY_MS);
    peers.length = 0;
    expect((await after.inbox.receive([envelope])).results).toEqual(first.results);
    expect(after.inbox.messages).toHaveLength(1);
  });

  it('refuses what was written in another cell than its own, or in none', async () => {
    const cells = ['a', 'b'].map((digit) => digit.repeat(64)) as [string, string];
    const { inbox } = node(bob, [alice], { cell: cells[0] });
    const batch = [await craft({ cell: cells[1] }), await craft({}), await craft({ cell: cells[0] })];
    expect(await statuses(inbox, ...batch)).toEqual(['wrong-cell', 'wrong-cell', 'stored']);
    expect(await statuses(node(bob, [alice]).inbox, ...batch)).toEqual([
      'wrong-cell',
      'stored',
      'wrong-cell',
    ]);
  });

  it('refuses an id or a nonce that another envelope of the same sender used', async () => {
    const { inbox } = node(bob, [alice, carol]);
    const id = crypto.randomUUID();
    const nonce = new Uint8Array(16).fill(7);
    const payload = messageOf('crafted');
    expect(await statuses(inbox, await craft({ id, nonce, payload }))).toEqual(['stored']);
    expect(await statuses(inbox, await craft({ id }), await craft({ nonce }))).toEqual([
      'replayed',
      'replayed',
    ]);
    // Another sender's are other ones.
    expect(await statuses(inbox, await craft({ id, nonce, payload }, carol))).toEqual(['stored']);
    expect(inbox.messages).toHaveLength(2);
    expect(inbox.get(1)!.id).toBe(payload.mid);
    expect(inbox.get(2)!.id).not.toBe(payload.mid);
  });

  it('remembers for 30 days after the expiry, and refuses as expired afterwards', async () => {
    const clock = new TestClock(Date.now());
    const { inbox } = node(bob, [alice], { clock: clock.now });
    const envelope = await craft({ createdAtMs: clock.nowMs, expiresAtMs: clock.nowMs + DAY_MS });
    await inbox.receive([envelope]);
    clock.advance(DAY_MS + REPLAY_MEMORY_MS - 2_000);
    expect(inbox.purge()).toBe(0);
    expect(await statuses(inbox, envelope)).toEqual(['stored']);
    clock.advance(2_000);
    expect(inbox.purge()).toBe(1);
    expect(await statuses(inbox, envelope)).toEqual(['expired']);
    expect(inbox.messages).toHaveLength(1);
  });

  it('refuses what is expired, lives too long, or comes from more than 24 hours ahead', async () => {
    const clock = new TestClock();
    const { inbox } = node(bob, [alice], { clock: clock.now });
    const at = (createdAtMs: number, ttlMs: number) =>
      craft({ createdAtMs, expiresAtMs: createdAtMs + ttlMs });
    const { nowMs } = clock;
    expect(await statuses(inbox, await at(nowMs - DAY_MS, DAY_MS))).toEqual(['expired']);
    expect(await statuses(inbox, await at(nowMs, MAX_TTL_MS))).toEqual(['stored']);
    expect(await statuses(inbox, await at(nowMs, MAX_TTL_MS + 1_000))).toEqual(['malformed']);
    expect(await statuses(inbox, await at(nowMs + DAY_MS, 1_000))).toEqual(['stored']);
    expect(await statuses(inbox, await at(nowMs + DAY_MS + 1_000, 1_000))).toEqual(['clock']);
  });

  it('refuses strangers, other recipients, other versions and other keys by their codes', async () => {
    const { inbox } = node(bob, [alice]);
    expect(await statuses(inbox, await craft({}, carol))).toEqual(['not-a-peer']);
    expect(await statuses(inbox, await craft({}, alice, carol))).toEqual(['wrong-recipient']);
    const envelope = JSON.parse(await craft({}));
    expect(await statuses(inbox, JSON.stringify({ ...envelope, v: 2 }))).toEqual(['unsupported']);
    expect(await statuses(inbox, JSON.stringify({ ...envelope, extra: 1 }))).toEqual(['malformed']);
    expect(await statuses(inbox, `{"v":1,${(await craft({})).slice(1)}`)).toEqual(['malformed']);
    // Carol's signature over alice's name, with carol's keys and with alice's.
    const forged = await craft({}, { ...carol, identity: alice.identity });
    expect(await statuses(inbox, forged)).toEqual(['unknown-key']);
    const { signature } = JSON.parse(forged);
    expect(await statuses(inbox, JSON.stringify({ ...envelope, signature }))).toEqual(['bad-signature']);
    expect(inbox.messages).toEqual([]);
  });

  it('refuses a payload that is sealed but is no message', async () => {
    const { inbox } = node(bob, [alice]);
    const envelope = await craft({ payload: messageOf('') });
    expect(await statuses(inbox, envelope)).toEqual(['unopenable']);
  });

  it('is full for a sender who left too much unread, until it is read, and not for others', async () => {
    const { inbox } = node(bob, [alice, carol], { limits: { unreadMessages: 2, unreadBytes: 1_000_000 } });
    const third = await craft({});
    expect(await statuses(inbox, await craft({}), await craft({}), third)).toEqual([
      'stored',
      'stored',
      'full',
    ]);
    expect(await statuses(inbox, await craft({}, carol))).toEqual(['stored']);
    expect(inbox.markRead(alice.identity.did)).toBe(2);
    expect(await statuses(inbox, third)).toEqual(['stored']);
  });

  it('counts bytes too', async () => {
    const { inbox } = node(bob, [alice], { limits: { unreadMessages: 100, unreadBytes: 15 } });
    expect(await statuses(inbox, await craft({}), await craft({}), await craft({}))).toEqual([
      'stored',
      'stored',
      'full',
    ]);
  });

  it('stores nothing of a batch when the store fails, and can be asked again', async () => {
    const { inbox, store } = node(bob, [alice]);
    const batch = [await craft({}), await craft({})];
    store.db.exec(
      "CREATE TEMP TRIGGER full BEFORE INSERT ON received_envelopes BEGIN SELECT RAISE(ABORT, 'x'); END",
    );
    await expect(inbox.receive(batch)).rejects.toThrow();
    expect(inbox.messages).toEqual([]);
    store.db.exec('DROP TRIGGER full');
    expect(await statuses(inbox, ...batch)).toEqual(['stored', 'stored']);
  });

  it('refuses a batch that is too long or none', async () => {
    const { inbox } = node(bob, [alice]);
    await expectCodeAsync('too-large', () => inbox.receive(new Array(513).fill('')));
    await expectCodeAsync('invalid-argument', () => inbox.receive('{}' as never));
    expect((await inbox.receive([])).results).toEqual([]);
  });

  it('tells observers what came, after it is stored, and what was refused', async () => {
    const { inbox } = node(bob, [alice]);
    const events: unknown[] = [];
    inbox.subscribe((event) => events.push([event.type, inbox.messages.length]));
    await inbox.receive([
      await envelopeFrom(alice, bob, 'one'),
      'junk',
      await envelopeFrom(alice, bob, 'two'),
    ]);
    expect(events).toEqual([
      ['received', 2],
      ['refused', 2],
      ['received', 2],
    ]);
  });
});
