import { describe, expect, test } from 'vitest';
import { sha256Hex } from '../../../electron/node/crypto/hash.ts';
import { itemOf } from '../../../electron/node/messaging/carrying/compare.ts';
import { readNote } from '../../../electron/node/messaging/carrying/note.ts';
import type { CarryFrame } from '../../../electron/node/transport/carry/carry-frames.ts';
import { CELL } from '../../support/carrying.ts';
import { HostileCarrier, type LinkedCarrier, linkedCarrier } from '../../support/carrying-link.ts';
import { craft } from '../../support/craft-envelope.ts';
import { addressOf, connect } from '../../support/libp2p.ts';
import { type Person, person } from '../../support/messaging.ts';
import { pollUntil } from '../../support/poll-until.ts';

const [alice, bob, carol, mallory] = ['alice', 'bob', 'carol', 'mallory'].map(person) as [
  Person,
  Person,
  Person,
  Person,
];
const everybody = [alice, bob, carol, mallory];
const didOf = ({ identity }: Person): string => identity.did;

function member(self: Person, options: Parameters<typeof linkedCarrier>[2] = {}): Promise<LinkedCarrier> {
  return linkedCarrier(
    self,
    everybody.filter((other) => other !== self),
    options,
  );
}

async function parcel(sender: Person, recipient: Person): Promise<Buffer> {
  const times = { cell: CELL, createdAtMs: Date.now(), expiresAtMs: Date.now() + 86_400_000 };
  return Buffer.from(await craft(times, sender, recipient));
}

/** A member that holds parcels of alice for bob. */
async function carrier(...lines: readonly Buffer[]): Promise<LinkedCarrier> {
  const node = await member(carol);
  await node.carrying.take(lines, didOf(alice));
  return node;
}

function of<Type extends CarryFrame['type']>(who: HostileCarrier, type: Type) {
  return who.heard.filter((frame): frame is Extract<CarryFrame, { type: Type }> => frame.type === type);
}
const named = (who: HostileCarrier): string[] =>
  of(who, 'have').flatMap(({ items, yours }) => (yours ? items : []));
const wanted = (who: HostileCarrier): string[] => of(who, 'want').flatMap(({ items }) => items);
const brought = (who: HostileCarrier): string[] =>
  of(who, 'parcels').flatMap(({ lines }) => lines.map((line) => Buffer.from(line).toString()));
const isHeld = (by: LinkedCarrier): boolean => by.carrying.forMember(didOf(bob)).length > 0;

describe('what a carrier has for a peer', () => {
  test('is named to it, and sent when it asks', async () => {
    const line = await parcel(alice, bob);
    const node = await carrier(line);
    const recipient = await HostileCarrier.begin(bob);
    await recipient.meet(addressOf(node));
    const items = await pollUntil(
      () => named(recipient),
      (found) => found.length === 1,
    );
    expect(items).toEqual(node.carrying.forMember(didOf(bob)).map(itemOf));
    expect(of(recipient, 'parcels')).toEqual([]);
    await recipient.say({ type: 'want', items });
    await pollUntil(
      () => brought(recipient),
      (texts) => texts.join() === line.toString(),
    );
  });

  test('comes once, whoever has it, and its receipt goes to whoever names it afterwards', async () => {
    const node = await member(bob);
    const [one, other] = [await HostileCarrier.begin(carol), await HostileCarrier.begin(mallory)];
    const line = await parcel(alice, bob);
    const hash = sha256Hex(line.toString());
    for (const who of [one, other]) {
      await who.meet(addressOf(node));
      await who.say({ type: 'have', items: [itemOf(hash)], yours: true });
    }
    await pollUntil(
      () => [...wanted(one), ...wanted(other)],
      (items) => items.length === 1,
    );
    const [asked, unasked] = wanted(one).length === 1 ? [one, other] : [other, one];
    await asked.push([line]);
    // Both are told that there is a receipt.
    for (const who of [one, other])
      await pollUntil(
        () => of(who, 'have').length,
        (count) => count === 1,
      );
    expect(node.inbox.messages).toHaveLength(1);
    await unasked.say({ type: 'have', items: [itemOf(hash)], yours: true });
    const [text] = await pollUntil(
      () => brought(unasked),
      (texts) => texts.length === 1,
    );
    expect(readNote(JSON.parse(text!))?.note).toMatchObject({
      from: didOf(bob),
      to: didOf(alice),
      results: [{ hash: hash, status: 'stored' }],
    });
    expect(wanted(unasked)).toEqual([]);
  });

  test('as notes is said in one sum, and listed to whoever keeps others', async () => {
    const node = await carrier();
    const recipient = await member(bob);
    await recipient.carrying.take([await parcel(alice, bob)], didOf(mallory));
    await connect(recipient, node);
    await pollUntil(
      () => node.carrying.forMember(didOf(alice)).length,
      (count) => count === 1,
    );
    await recipient.daemon.stop();
    const sender = await HostileCarrier.begin(alice);
    await sender.meet(addressOf(node));
    await pollUntil(
      () => of(sender, 'yours').length,
      (count) => count === 1,
    );
    expect(of(sender, 'have')).toEqual([]);
    for (let again = 0; again < 3; again += 1) await sender.say({ type: 'which' });
    const [item] = await pollUntil(
      () => named(sender),
      (items) => items.length > 0,
    );
    await sender.say({ type: 'want', items: [item!] });
    await pollUntil(
      () => brought(sender),
      (texts) => texts.length === 1,
    );
    expect(named(sender)).toEqual([item]);
  });

  test('reaches a peer that carries nothing for others, and what comes of it reaches the carrier', async () => {
    const node = await carrier(await parcel(alice, bob));
    const recipient = await member(bob, { choice: () => ({ carries: false, shareMib: 16 }) });
    await connect(recipient, node);
    await pollUntil(
      () => recipient.inbox.messages.length,
      (count) => count === 1,
    );
    await pollUntil(
      () => isHeld(node),
      (held) => !held,
    );
  });

  test('reaches a peer that knows nothing of carriers, as if it had been written by whoever brings it', async () => {
    const node = await carrier(await parcel(alice, bob), await parcel(mallory, bob));
    const recipient = await member(bob, { isPlain: true });
    for (let meeting = 0; meeting < 2; meeting += 1) {
      await connect(recipient, node);
      await pollUntil(
        () => recipient.inbox.messages.map(({ sender }) => sender).sort(),
        (senders) => senders.join() === 'alice,mallory',
      );
      await recipient.daemon.partFrom(didOf(carol));
    }
    // It answers to those who wrote, and its carrier learns nothing of that.
    expect(isHeld(node)).toBe(true);
  });
});
