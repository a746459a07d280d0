import { describe, expect, test } from 'vitest';
import { sha256Hex } from '../../../electron/node/crypto/hash.ts';
import { CELL } from '../../support/carrying.ts';
import { HostileCarrier, type LinkedCarrier, linkedCarrier } from '../../support/carrying-link.ts';
import { craft } from '../../support/craft-envelope.ts';
import { addressOf, connect } from '../../support/libp2p.ts';
import { type Person, person } from '../../support/messaging.ts';
import { pollUntil } from '../../support/poll-until.ts';
import { reasonInEnglish } from '../../support/reason-in-english.ts';

const [alice, bob, carol, mallory] = ['alice', 'bob', 'carol', 'mallory'].map(person) as [
  Person,
  Person,
  Person,
  Person,
];
const everybody = [alice, bob, carol, mallory];
const didOf = ({ identity }: Person): string => identity.did;
/** A host takes five connections a second of one address. */
const CONNECTIONS = process.env.GHOSTSTACK_LONG ? 100 : 5;

function member(self: Person): Promise<LinkedCarrier> {
  return linkedCarrier(
    self,
    everybody.filter((other) => other !== self),
  );
}

async function parcels(count: number, sender: Person, recipient: Person): Promise<Buffer[]> {
  const times = { cell: CELL, createdAtMs: Date.now(), expiresAtMs: Date.now() + 86_400_000 };
  return Promise.all(
    Array.from({ length: count }, async () => Buffer.from(await craft(times, sender, recipient))),
  );
}

const stateOf = (node: LinkedCarrier, number: number) => node.queue.get(number)?.state;
const linkOf = (node: LinkedCarrier, other: Person) => node.daemon.status(didOf(other))?.link;

describe('a hostile carrier', () => {
  test('that says it has a message and drops it marks nothing as delivered, and keeps nobody else from it', async () => {
    const sender = await member(alice);
    const liar = await HostileCarrier.begin(mallory);
    await liar.meet(addressOf(sender));
    const number = sender.queue.enqueue(didOf(bob), 'to bob');
    await liar.say({ type: 'sum', sum: '0'.repeat(16) });
    await pollUntil(
      () => liar.heard.find((frame) => frame.type === 'have'),
      (have) => have !== undefined,
    );
    const have = liar.heard.find((frame) => frame.type === 'have');
    await liar.say({ type: 'want', items: have?.type === 'have' ? have.items : [] });
    await pollUntil(
      () => stateOf(sender, number),
      (state) => state === 'relayed',
    );
    const carrier = await member(carol);
    await connect(sender, carrier);
    await pollUntil(
      () => sender.queue.get(number)?.relays,
      (relays) => relays?.length === 2,
    );
    await sender.daemon.stop();
    const recipient = await member(bob);
    await connect(carrier, recipient);
    await pollUntil(
      () => recipient.inbox.messages.map(({ payload }) => payload),
      (texts) => texts.join() === 'to bob',
    );
    expect(stateOf(sender, number)).toBe('relayed');
  });

  test('is given nothing by what it says that it holds, lacks or wants, and costs no more than its words', async () => {
    const victim = await member(alice);
    const liar = await HostileCarrier.begin(mallory);
    await liar.meet(addressOf(victim));
    const junk = Array.from({ length: 6000 }, (_, at) => sha256Hex(`junk ${at}`).slice(0, 32));
    await liar.say({ type: 'sum', sum: 'f'.repeat(16) });
    await liar.say({ type: 'buckets', sums: Array.from({ length: 64 }, () => 'f'.repeat(16)) });
    for (let bucket = 0; bucket < 64; bucket += 1) await liar.say({ type: 'list', bucket, have: junk });
    for (let again = 0; again < 3; again += 1) await liar.say({ type: 'want', items: junk });
    for (let again = 0; again < 3; again += 1) await liar.say({ type: 'have', items: junk });
    await pollUntil(
      () => liar.heard.filter(({ type }) => type === 'want').length,
      (wants) => wants > 0,
    );
    // It is asked once for each of them, however often it names them, and is sent nothing.
    const wanted = liar.heard.flatMap((frame) => (frame.type === 'want' ? frame.items : []));
    expect(wanted).toHaveLength(6000);
    expect(liar.heard.filter(({ type }) => type === 'parcels')).toEqual([]);
    expect(linkOf(victim, mallory)).toEqual({ state: 'connected' });
  });

  test('may bring what was answered already a hundred times; a hundred false signatures cut it off', async () => {
    const victim = await member(bob);
    const carrier = await HostileCarrier.begin(mallory);
    await carrier.meet(addressOf(victim));
    const [line] = await parcels(1, alice, bob);
    for (let again = 0; again < 100; again += 1) await carrier.push([line!]);
    await pollUntil(
      () => carrier.taken.length,
      (answers) => answers === 100,
    );
    expect(linkOf(victim, mallory)).toEqual({ state: 'connected' });
    expect(victim.inbox.messages).toHaveLength(1);
    const forged = (await parcels(1, alice, carol)).map((text) =>
      Buffer.from(text.toString().replace('"seq":0', '"seq":1')),
    );
    await carrier.push(Array.from({ length: 100 }, () => forged[0]!));
    const link = await pollUntil(
      () => linkOf(victim, mallory),
      (found) => found?.state === 'cut-off',
    );
    expect(reasonInEnglish(link)).toBe('brought 100 worthless parcels within a minute');
  });

  test('brings back what was taken back, and nobody takes it', async () => {
    const carrier = await member(carol);
    const sender = await member(alice);
    await connect(sender, carrier);
    const number = sender.queue.enqueue(didOf(bob), 'never mind');
    await pollUntil(
      () => stateOf(sender, number),
      (state) => state === 'relayed',
    );
    const [hash] = carrier.carrying.forMember(didOf(bob));
    const line = carrier.carrying.textFor(didOf(bob), hash!);
    sender.queue.cancel(number);
    await pollUntil(
      () => carrier.carrying.forMember(didOf(bob)).includes(hash!),
      (isHeld) => !isHeld,
    );
    const liar = await HostileCarrier.begin(mallory);
    await liar.meet(addressOf(carrier));
    await liar.push([line!]);
    await pollUntil(
      () => liar.taken.flat(),
      (answers) => answers.join() === 'known',
    );
    expect(carrier.carrying.forMember(didOf(bob))).not.toContain(hash);
  });

  test(`that reconnects ${CONNECTIONS} times in a minute costs some bytes each time, and one list`, async () => {
    const victim = await member(carol);
    await victim.carrying.take(await parcels(30, alice, bob), didOf(alice));
    const caller = await HostileCarrier.begin(mallory);
    const bytes: number[] = [];
    for (let at = 0; at < CONNECTIONS; at += 1) {
      const before = caller.heardBytes;
      await pollUntil(
        () =>
          caller.meet(addressOf(victim)).then(
            () => true,
            () => false,
          ),
        (isThere) => isThere,
      );
      await caller.say({ type: 'sum', sum: 'f'.repeat(16) });
      await caller.say({ type: 'buckets', sums: Array.from({ length: 64 }, () => 'f'.repeat(16)) });
      if (at === 0)
        await pollUntil(
          () => caller.heard.filter(({ type }) => type === 'list').length,
          (lists) => lists === 64,
        );
      else await new Promise((resolve) => setImmediate(resolve));
      await caller.leave();
      bytes.push(caller.heardBytes - before);
    }
    const lists = caller.heard.filter(({ type }) => type === 'list');
    expect(lists).toHaveLength(64);
    expect(Math.max(...bytes.slice(1))).toBeLessThan(2048);
  });
});

describe('a member who was cut off before it was compared with', () => {
  test('is compared with when it is back', async () => {
    const victim = await member(carol);
    await victim.carrying.take(await parcels(1, alice, bob), didOf(alice));
    const other = await HostileCarrier.begin(mallory);
    const sums = () => other.heard.filter(({ type }) => type === 'sum').length;
    for (const meeting of [1, 2]) {
      await other.meet(addressOf(victim));
      await pollUntil(sums, (count) => count === meeting);
      // Before it has said its own sum.
      await other.leave();
      await pollUntil(
        () => linkOf(victim, mallory)?.state,
        (state) => state !== 'connected',
      );
    }
    await other.meet(addressOf(victim));
    await other.say({ type: 'sum', sum: 'f'.repeat(16) });
    await pollUntil(
      () => other.heard.filter(({ type }) => type === 'buckets').length,
      (count) => count === 1,
    );
  });
});

describe('a member that was compared with', () => {
  test('is named again what came meanwhile, where the meeting in which it was named was over at once', async () => {
    const victim = await member(carol);
    const other = await HostileCarrier.begin(mallory);
    const heard = (type: string) => () => other.heard.filter((frame) => frame.type === type).length;
    const leave = async () => {
      await other.leave();
      await pollUntil(
        () => linkOf(victim, mallory)?.state,
        (state) => state !== 'connected',
      );
    };
    await other.meet(addressOf(victim));
    await pollUntil(heard('sum'), (count) => count === 1);
    await other.say({ type: 'sum', sum: '0'.repeat(16) });
    await other.say({ type: 'want', items: [] });
    await leave();
    await victim.carrying.take(await parcels(1, alice, bob), didOf(alice));
    for (const meeting of [1, 2]) {
      await other.meet(addressOf(victim));
      await pollUntil(heard('have'), (count) => count === meeting);
      await leave();
    }
    // And it is compared with no sooner for it.
    expect(heard('sum')()).toBe(1);
  });
});

describe('two members that hold the same', () => {
  test('say so in some bytes at every meeting', async () => {
    const victim = await member(carol);
    const other = await HostileCarrier.begin(mallory);
    await other.meet(addressOf(victim));
    const sum = await pollUntil(
      () => other.heard.find((frame) => frame.type === 'sum'),
      (found) => found !== undefined,
    );
    if (sum?.type === 'sum') await other.say(sum);
    await other.say({ type: 'want', items: [] });
    expect(other.heard.map(({ type }) => type)).toEqual(['sum']);
    // Both ways, without what it takes to open two streams.
    expect(2 * other.heardBytes).toBeLessThan(200);
  });
});
