import { beforeEach, describe, expect, test } from 'vitest';
import { writeRecall, writeReceipt } from '../../../../electron/node/messaging/carrying/note.ts';
import { openStore } from '../../../../electron/node/store/store.ts';
import { bring, type CarryingNode, CELL, carryingNode } from '../../../support/carrying.ts';
import { type Person, person, TestClock, testNode } from '../../../support/messaging.ts';
import { pollUntil } from '../../../support/poll-until.ts';

const [alice, bob, carol, dave, erin] = ['alice', 'bob', 'carol', 'dave', 'erin'].map(person) as Person[] as [
  Person,
  Person,
  Person,
  Person,
  Person,
];
const everybody = [alice, bob, carol, dave, erin];
const didOf = ({ identity }: Person): string => identity.did;
const authorOf = ({ identity, key }: Person) => ({ did: identity.did, key, cell: CELL });

let clock: TestClock;
const nowS = () => Math.floor(clock.nowMs / 1000);

beforeEach(() => {
  clock = new TestClock();
});

function node(self: Person, options: Parameters<typeof carryingNode>[2] = {}): CarryingNode {
  const peers = everybody.filter((other) => other !== self);
  return carryingNode(self, peers, { clock: clock.now, ...options });
}

const results = (taken: readonly { result: string }[]) => taken.map(({ result }) => result);

describe('a sender', () => {
  test('sees to whom it gave a message, and who brought the receipt', async () => {
    const [sender, carrier, recipient] = [node(alice), node(carol), node(bob)];
    const number = sender.queue.enqueue(didOf(bob), 'by carol');
    await pollUntil(
      () => sender.carrying.heldBeside(didOf(carol)),
      (held) => held.length === 1,
    );
    expect(sender.queue.get(number)?.state).toBe('queued');
    await bring(sender, carrier);
    expect(sender.queue.get(number)).toMatchObject({
      state: 'relayed',
      relays: [{ to: didOf(bob), carrier: didOf(carol) }],
    });
    await bring(carrier, recipient);
    expect(recipient.inbox.messages.map(({ payload }) => payload)).toEqual(['by carol']);
    await bring(recipient, carrier);
    await bring(carrier, sender);
    const message = sender.queue.get(number);
    expect(message?.state).toBe('delivered');
    expect(message?.steps.map(({ step, detail }) => [step, detail]).slice(-2)).toEqual([
      ['relayed', 'carol'],
      ['delivered', "bob's receipt came by carol"],
    ]);
  });

  test('whose carrier is no member any more sees its message queued again', async () => {
    const [sender, carrier] = [node(alice), node(carol)];
    const number = sender.queue.enqueue(didOf(bob), 'by carol');
    await pollUntil(
      () => sender.carrying.heldBeside(didOf(carol)),
      (held) => held.length === 1,
    );
    await bring(sender, carrier);
    sender.peers.splice(sender.peers.indexOf(carol), 1);
    sender.carrying.sweep();
    expect(sender.queue.get(number)?.state).toBe('queued');
  });

  test('takes back what it cancelled after it gave it away, and its recipient pays no heed to that', async () => {
    const [sender, carrier, recipient] = [node(alice), node(carol), node(bob)];
    const number = sender.queue.enqueue(didOf(bob), 'never mind');
    const [hash] = await pollUntil(
      () => sender.carrying.heldBeside(didOf(carol)),
      (held) => held.length === 1,
    );
    const line = sender.carrying.textFor(didOf(carol), hash!)!;
    await bring(sender, carrier);
    sender.queue.cancel(number);
    expect(sender.queue.get(number)).toMatchObject({
      state: 'cancelled',
      relays: [{ carrier: didOf(carol) }],
    });
    await pollUntil(
      () => sender.carrying.heldBeside(didOf(carol)),
      (held) => held.length === 1,
    );
    await bring(sender, carrier);
    expect(carrier.carrying.forMember(didOf(bob)).includes(hash!)).toBe(false);
    await bring(carrier, recipient);
    expect(results(await recipient.carrying.take([line], didOf(dave)))).toEqual(['ok']);
    await bring(recipient, sender);
    expect(sender.queue.get(number)?.state).toBe('delivered');
  });

  test('goes on after it was offline, and what was not sealed before the end is sealed', async () => {
    const store = openStore({ path: ':memory:' });
    const before = testNode(alice, [bob, carol], { cell: CELL, clock: clock.now, store });
    const number = before.queue.enqueue(didOf(bob), 'written at the last moment');
    await before.queue.close();
    store.db.exec('UPDATE deliveries SET sealed = NULL, envelope_bytes = NULL, envelope_hash = NULL');
    const [sender, carrier] = [node(alice, { store }), node(carol)];
    expect(sender.carrying.heldBeside(didOf(carol))).toEqual([]);
    sender.queue.sealAll();
    await pollUntil(
      () => sender.carrying.heldBeside(didOf(carol)),
      (held) => held.length === 1,
    );
    expect(await bring(sender, carrier)).toEqual(['ok']);
    sender.carrying.stop();
    sender.queue.cancel(number);
    sender.carrying.start();
    await pollUntil(
      () => sender.carrying.forMember(didOf(bob)),
      (recalls) => recalls.length === 1,
    );
  });

  test('takes back what a carrier claims to have received', async () => {
    const [sender, carrier] = [node(alice), node(carol)];
    const number = sender.queue.enqueue(didOf(bob), 'by carol');
    const [hash] = await pollUntil(
      () => sender.carrying.heldBeside(didOf(carol)),
      (held) => held.length === 1,
    );
    await bring(sender, carrier);
    const claimed = [{ hash: hash!, status: 'stored' as const, until: nowS() + 3_600 }];
    const { text } = writeReceipt(authorOf(carol), didOf(alice), nowS(), claimed);
    expect(results(await sender.carrying.take([Buffer.from(text)], didOf(carol)))).toEqual(['ok']);
    expect(sender.queue.get(number)?.state).toBe('relayed');
    sender.queue.cancel(number);
    await pollUntil(
      () => sender.carrying.forMember(didOf(bob)),
      (recalls) => recalls.length === 1,
    );
  });

  test('takes back what was pushed to whoever says that it has not taken it, and shows that to nobody', async () => {
    const sender = node(alice);
    const number = sender.queue.enqueue(didOf(bob), 'never mind');
    const held = await pollUntil(
      () => sender.carrying.heldBeside(didOf(carol)),
      (hashes) => hashes.length === 1,
    );
    sender.carrying.pushing(didOf(carol), held);
    expect(sender.queue.get(number)?.state).toBe('queued');
    expect(sender.queue.get(number)?.relays).toBeUndefined();
    sender.queue.cancel(number);
    await pollUntil(
      () => sender.carrying.forMember(didOf(bob)),
      (recalls) => recalls.length === 1,
    );
  });

  test('that was restored seals anew what its later self took back', async () => {
    const sender = node(alice);
    const number = sender.queue.enqueue(didOf(bob), 'after all');
    const [before] = await pollUntil(
      () => sender.carrying.heldBeside(didOf(carol)),
      (held) => held.length === 1,
    );
    const { text, hash: recall } = writeRecall(authorOf(alice), didOf(bob), nowS(), [
      { hash: before!, until: nowS() + 3_600 },
    ]);
    expect(results(await sender.carrying.take([Buffer.from(text)], didOf(carol)))).toEqual(['ok']);
    const held = await pollUntil(
      () => sender.carrying.heldBeside(didOf(carol)).filter((hash) => hash !== recall),
      (hashes) => hashes.length === 1 && hashes[0] !== before,
    );
    const [carrier, recipient] = [node(carol), node(bob)];
    await bring(sender, carrier);
    expect(carrier.carrying.forMember(didOf(bob))).toEqual([recall, ...held]);
    await bring(carrier, recipient);
    await bring(recipient, sender);
    expect(sender.queue.get(number)?.state).toBe('delivered');
  });

  test('takes back once more, with its new key, what it took back with its former one', async () => {
    const store = openStore({ path: ':memory:' });
    const sender = node(alice, { store });
    const number = sender.queue.enqueue(didOf(bob), 'never mind');
    const held = await pollUntil(
      () => sender.carrying.heldBeside(didOf(carol)),
      (hashes) => hashes.length === 1,
    );
    sender.carrying.pushing(didOf(carol), held);
    sender.queue.cancel(number);
    const [recall] = await pollUntil(
      () => sender.carrying.forMember(didOf(bob)),
      (recalls) => recalls.length === 1,
    );
    sender.carrying.stop();
    const { key, identity } = person('alice after a rotation');
    const { signingKey, sealingKey } = identity;
    const later = { ...alice, key, identity: { ...alice.identity, signingKey, sealingKey } };
    const again = node(later, { store });
    again.versions.set(didOf(alice), [alice.identity, later.identity]);
    again.carrying.sweep();
    again.carrying.messagesChanged();
    const [anew] = await pollUntil(
      () => again.carrying.forMember(didOf(bob)),
      (recalls) => recalls.length === 1 && recalls[0] !== recall,
    );
    const carrier = node(carol);
    carrier.versions.set(didOf(alice), [alice.identity, later.identity]);
    const line = again.carrying.textFor(didOf(carol), anew!)!;
    expect(results(await carrier.carrying.take([line], didOf(dave)))).toEqual(['ok']);
    // A machine whose key was replaced by another one says nothing any more, however often it looks.
    again.versions.set(didOf(alice), [later.identity, person('alice on another machine').identity]);
    again.carrying.sweep();
    const hasLooked = new Promise<void>((resolve) => again.carrying.onNews(() => resolve()));
    again.queue.enqueue(didOf(bob), 'another one');
    await hasLooked;
    expect(again.carrying.forMember(didOf(bob))).toEqual([]);
  });

  test('takes nothing back that it never gave away', async () => {
    const sender = node(alice);
    const number = sender.queue.enqueue(didOf(bob), 'never mind');
    await pollUntil(
      () => sender.carrying.heldBeside(didOf(carol)),
      (held) => held.length === 1,
    );
    sender.queue.cancel(number);
    await pollUntil(
      () => sender.carrying.heldBeside(didOf(carol)),
      (held) => held.length === 0,
    );
  });

  test('is told nothing by a receipt under a former key of its recipient', async () => {
    const [sender, carrier, recipient] = [node(alice), node(carol), node(bob)];
    const number = sender.queue.enqueue(didOf(bob), 'by carol');
    await pollUntil(
      () => sender.carrying.heldBeside(didOf(carol)),
      (held) => held.length === 1,
    );
    await bring(sender, carrier);
    await bring(carrier, recipient);
    sender.versions.set(didOf(bob), [bob.identity, person('bob with another machine').identity]);
    expect(await bring(recipient, sender)).toEqual(['refused']);
    expect(sender.queue.get(number)?.state).toBe('relayed');
  });
});
