import { describe, expect, it, onTestFinished } from 'vitest';
import { GhostStackError } from '#shared/contract/errors.ts';
import { asWritten } from '#shared/protocol/saying.ts';
import { type Receipt, signAcknowledgement } from '../../../electron/node/messaging/acknowledgement.ts';
import { type DeliveryEvent, DeliveryLoop } from '../../../electron/node/messaging/delivery-loop.ts';
import { addressOf, connect, type NetworkNode, networkNode } from '../../support/libp2p.ts';
import { person, type ReceiveHooks, texts } from '../../support/messaging.ts';
import { pollUntil } from '../../support/poll-until.ts';

const [alice, bob, carol] = [person('alice'), person('bob'), person('carol')];

function loopOf(node: NetworkNode): { loop: DeliveryLoop; events: DeliveryEvent[] } {
  const events: DeliveryEvent[] = [];
  const loop = new DeliveryLoop({
    queue: node.queue,
    daemon: node.daemon,
    observe: (event) => events.push(event),
  });
  onTestFinished(() => loop.stop());
  loop.start();
  return { loop, events };
}

const settled = (node: NetworkNode) =>
  pollUntil(
    () => node.queue.pending().length,
    (left) => left === 0,
  );

describe('DeliveryLoop', () => {
  it('delivers what is queued, before and after its recipient connects', async () => {
    const [one, other] = [await networkNode(alice, [bob]), await networkNode(bob, [alice])];
    const { events } = loopOf(one);
    one.queue.enqueue('bob', 'before');
    await connect(one, other);
    await settled(one);
    one.queue.enqueue(bob.identity.did, 'after');
    one.queue.enqueue('broadcast', 'to all');
    await settled(one);
    expect(texts(other.inbox.messages)).toEqual(['before', 'after', 'to all']);
    const did = bob.identity.did;
    await pollUntil(
      () => events.filter(({ type }) => type === 'transfer').at(-1),
      (event) => event?.type === 'transfer' && event.sending === null,
    );
    expect(events).toContainEqual({
      type: 'transfer',
      did,
      sending: { done: 0, total: 1, bytesDone: 0, bytesTotal: expect.any(Number) },
    });
    expect(events.filter(({ type }) => type === 'pass').at(-1)).toMatchObject({ did, left: 0 });
  });

  it('tries again by itself after a failure of the other side, and later each time', async () => {
    const hooks: ReceiveHooks = {
      before: () => {
        throw new GhostStackError('store-full', asWritten('The disk is full.'));
      },
    };
    const [one, other] = [await networkNode(alice, [bob]), await networkNode(bob, [alice], { hooks })];
    loopOf(one);
    await connect(one, other);
    one.queue.enqueue('bob', 'again and again');
    const message = await pollUntil(
      () => one.queue.get(1)!,
      ({ attempts }) => attempts >= 2,
    );
    expect(message.steps.filter(({ step }) => step === 'tried')).toHaveLength(2);
    hooks.before = undefined;
    await settled(one);
    expect(texts(other.inbox.messages)).toEqual(['again and again']);
  });

  it('goes on by itself when a failure of the other side hit part of what waits', async () => {
    const hooks: ReceiveHooks = {
      before: () => {
        throw new GhostStackError('store-full', asWritten('The disk is full.'));
      },
    };
    const [one, other] = [await networkNode(alice, [bob]), await networkNode(bob, [alice], { hooks })];
    const all = Array.from({ length: 800 }, (_, index) => `${index} `.padEnd(1_024, 'x'));
    for (const text of all) one.queue.enqueue('bob', text);
    await connect(one, other);
    loopOf(one);
    await pollUntil(
      () => one.queue.get(1)!.attempts,
      (attempts) => attempts > 0,
    );
    hooks.before = undefined;
    await settled(one);
    expect(texts(other.inbox.messages).sort()).toEqual([...all].sort());
  });

  it('tries again by itself after a failure of this node', async () => {
    const [one, other] = [await networkNode(alice, [bob]), await networkNode(bob, [alice])];
    await connect(one, other);
    const prepare = one.queue.prepare.bind(one.queue);
    let isFull = true;
    one.queue.prepare = (...call) => {
      if (isFull) throw new GhostStackError('store-full', asWritten('The disk is full.'));
      return prepare(...call);
    };
    const { events } = loopOf(one);
    one.queue.enqueue('bob', 'after the disk was full');
    await pollUntil(
      () => events.find(({ type }) => type === 'problem'),
      (problem) => problem !== undefined,
    );
    isFull = false;
    await settled(one);
    expect(texts(other.inbox.messages)).toEqual(['after the disk was full']);
  });

  it('delivers to one while another is away or does not answer', async () => {
    const silent: ReceiveHooks = { before: () => new Promise(() => undefined) };
    const one = await networkNode(alice, [bob, carol]);
    const others = [
      await networkNode(bob, [alice], { hooks: silent }),
      await networkNode(carol, [alice]),
    ] as const;
    loopOf(one);
    for (const other of others) await connect(one, other);
    for (const name of ['bob', 'carol'])
      for (let index = 0; index < 3; index++) one.queue.enqueue(name, `${index}`);
    await pollUntil(
      () => one.queue.pending('carol').length,
      (left) => left === 0,
    );
    expect(texts(others[1].inbox.messages)).toEqual(['0', '1', '2']);
    expect(one.queue.pending('bob')).toHaveLength(3);
  });

  it('ends the life of messages that wait too long', async () => {
    const one = await networkNode(alice, [bob]);
    loopOf(one);
    one.queue.enqueue('bob', 'soon over', { ttlMs: 1_000 });
    const message = await pollUntil(
      () => one.queue.get(1)!,
      ({ state }) => state === 'expired',
    );
    expect(message.steps.at(-1)).toMatchObject({ step: 'expired' });
  });

  it('tries one message now, whatever is scheduled', async () => {
    const [one, other] = [await networkNode(alice, [bob]), await networkNode(bob, [alice])];
    const number = one.queue.enqueue('bob', 'hurry');
    const batch = await one.queue.prepare(bob.identity.did);
    one.queue.begin(batch);
    for (let attempt = 0; attempt < 12; attempt++)
      one.queue.unanswered(bob.identity, batch, asWritten('lost'));
    const { loop } = loopOf(one);
    one.daemon.setPeer({ did: bob.identity.did, address: addressOf(other) });
    loop.kickMessage(number);
    await settled(one);
  });

  it('does at the end of a pass the most that was asked for meanwhile', async () => {
    const hooks: ReceiveHooks = {};
    const [one, other] = [await networkNode(alice, [bob]), await networkNode(bob, [alice], { hooks })];
    await connect(one, other);
    const { loop, events } = loopOf(one);
    // Bob says that there is no room, so that he is asked again after seven seconds or more.
    hooks.after = (answer) => {
      const { results } = answer as { results: Receipt[] };
      const full = results.map((result) => ({ ...result, status: 'full' as const }));
      return signAcknowledgement({ did: bob.identity.did, key: bob.key }, full, Date.now());
    };
    one.queue.enqueue('bob', 'later');
    await pollUntil(
      () => events.some((event) => event.type === 'sync' && event.event.type === 'refused'),
      (refused) => refused,
    );
    hooks.after = undefined;
    let open = (): void => undefined;
    const gate = new Promise<void>((resolve) => {
      open = resolve;
    });
    let waits = false;
    hooks.before = () => {
      waits = true;
      return gate;
    };
    one.queue.enqueue('bob', 'now');
    await pollUntil(
      () => waits,
      (isUnderWay) => isUnderWay,
    );
    loop.kick(bob.identity.did);
    // Asks for less than that.
    one.queue.enqueue('bob', 'and this');
    open();
    await pollUntil(
      () => one.queue.pending().length,
      (left) => left === 0,
      5_000,
    );
    expect(texts(other.inbox.messages).sort()).toEqual(['and this', 'later', 'now']);
  });

  it('stops clean in the middle, and goes on where it stopped', async () => {
    const [one, other] = [await networkNode(alice, [bob]), await networkNode(bob, [alice])];
    await connect(one, other);
    const all = Array.from({ length: 800 }, (_, index) => `${index} `.padEnd(1_024, 'x'));
    for (const text of all) one.queue.enqueue('bob', text);
    const { loop } = loopOf(one);
    await pollUntil(
      () => other.inbox.messages.length,
      (count) => count > 0,
    );
    await loop.stop();
    loop.start();
    await settled(one);
    expect(texts(other.inbox.messages)).toEqual(all);
  });
});
