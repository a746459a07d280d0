import { beforeEach, describe, expect, test } from 'vitest';
import { sha256Hex } from '../../../../electron/node/crypto/hash.ts';
import { LISTED_MAX } from '../../../../electron/node/messaging/carrying/limits.ts';
import { writeRecall, writeReceipt } from '../../../../electron/node/messaging/carrying/note.ts';
import { bring, type CarryingNode, CELL, carryingNode } from '../../../support/carrying.ts';
import { craft } from '../../../support/craft-envelope.ts';
import { type Person, person, TestClock } from '../../../support/messaging.ts';

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

async function parcel(sender: Person, recipient: Person, lifeMs = 86_400_000): Promise<Uint8Array> {
  const times = { cell: CELL, createdAtMs: clock.nowMs, expiresAtMs: clock.nowMs + lifeMs };
  return Buffer.from(await craft(times, sender, recipient));
}

const hashOf = (line: Uint8Array): string => sha256Hex(Buffer.from(line).toString());
const results = (taken: readonly { result: string }[]) => taken.map(({ result }) => result);
const faults = (taken: readonly { isFault: boolean }[]) => taken.filter(({ isFault }) => isFault).length;

describe('what a carrier takes', () => {
  test('a parcel once, and gives it to whom it is for', async () => {
    const carrier = node(carol);
    const line = await parcel(alice, bob);
    expect(results(await carrier.carrying.take([line, line], didOf(alice)))).toEqual(['ok', 'known']);
    expect(carrier.carrying.forMember(didOf(bob))).toEqual([hashOf(line)]);
    expect(carrier.carrying.textFor(didOf(bob), hashOf(line))).toEqual(line);
    expect(carrier.carrying.heldBeside(didOf(dave))).toEqual([hashOf(line)]);
    expect(carrier.carrying.heldBeside(didOf(bob))).toEqual([]);
  });

  test('whatever cannot be read is refused, and counted where whoever brought it could have seen it', async () => {
    const carrier = node(carol);
    const line = await parcel(alice, bob);
    const forged = Buffer.from(
      Buffer.from(line)
        .toString()
        .replace(/"seq":0/, '"seq":1'),
    );
    const lines = [Buffer.from('{'), Buffer.from('{"at":1}'), Buffer.alloc(200_000, 0x61), forged];
    const taken = await carrier.carrying.take(lines, didOf(dave));
    expect(results(taken)).toEqual(['refused', 'refused', 'refused', 'refused']);
    expect(faults(taken)).toBe(4);
  });

  test('a hundred parcels that were answered already do not cut an honest carrier off', async () => {
    const recipient = node(bob);
    const line = await parcel(alice, bob);
    await recipient.carrying.take([line], didOf(carol));
    const again = await recipient.carrying.take(
      Array.from({ length: 100 }, () => line),
      didOf(carol),
    );
    expect(faults(again)).toBe(0);
    // As a sender does that reuses an id, or was restored: nobody who carries it can tell.
    const ids = { id: crypto.randomUUID(), cell: CELL, createdAtMs: clock.nowMs };
    const twice = await Promise.all(
      [0, 1].map(() => craft({ ...ids, expiresAtMs: clock.nowMs + 9e7 }, alice, bob)),
    );
    const taken = await recipient.carrying.take(
      twice.map((text) => Buffer.from(text)),
      didOf(carol),
    );
    expect(results(taken)).toEqual(['ok', 'refused']);
    expect(faults(taken)).toBe(0);
  });

  test('nothing without room on the disk, and nothing of others when its operator does not want to', async () => {
    const line = await parcel(alice, bob);
    const full = node(carol, { freeBytes: () => 512 * 1024 * 1024 - 1 });
    expect(results(await full.carrying.take([line], didOf(alice)))).toEqual(['full']);
    const off = node(dave, { choice: () => ({ carries: false, shareMib: 16 }) });
    expect(results(await off.carrying.take([line], didOf(alice)))).toEqual(['refused']);
    expect(off.carrying.lacking([hashOf(line).slice(0, 32)], false)).toEqual([]);
    const mine = await parcel(alice, dave);
    expect(results(await off.carrying.take([mine], didOf(carol)))).toEqual(['ok']);
  });

  test('of each sender its share, half of it for one recipient; four that fill theirs take none of the fifth', async () => {
    const carrier = node(carol, { choice: () => ({ carries: true, shareMib: 1 }) });
    const size = (await parcel(alice, bob)).length;
    const fits = Math.floor((512 * 1024) / size);
    const lines = await Promise.all(Array.from({ length: fits + 5 }, () => parcel(alice, bob)));
    const taken = results(await carrier.carrying.take(lines, didOf(dave)));
    expect(taken.filter((result) => result === 'ok')).toHaveLength(Math.min(fits, 500));
    expect(taken.at(-1)).toBe('full');
    expect(results(await carrier.carrying.take([await parcel(alice, erin)], didOf(dave)))).toEqual(['ok']);
    expect(results(await carrier.carrying.take([await parcel(bob, alice)], didOf(dave)))).toEqual(['ok']);
  });
});

describe('notes', () => {
  test('a receipt ends a parcel everywhere, and it is not taken again', async () => {
    const carrier = node(carol);
    const recipient = node(bob);
    const line = await parcel(alice, bob);
    await carrier.carrying.take([line], didOf(alice));
    expect(await bring(carrier, recipient)).toEqual(['ok']);
    expect(await bring(recipient, carrier)).toEqual(['ok']);
    expect(carrier.carrying.forMember(didOf(bob))).toEqual([]);
    expect(results(await carrier.carrying.take([line], didOf(dave)))).toEqual(['known']);
  });

  test('nobody ends what is not theirs', async () => {
    const carrier = node(carol);
    const line = await parcel(alice, bob);
    await carrier.carrying.take([line], didOf(alice));
    const item = { hash: hashOf(line), until: nowS() + 86_400 };
    const notes = [
      writeRecall(authorOf(dave), didOf(bob), nowS(), [item]),
      writeRecall(authorOf(bob), didOf(alice), nowS(), [item]),
      writeReceipt(authorOf(dave), didOf(alice), nowS(), [{ ...item, status: 'stored' }]),
      writeReceipt(authorOf(bob), didOf(dave), nowS(), [{ ...item, status: 'stored' }]),
    ].map(({ text }) => Buffer.from(text));
    expect(results(await carrier.carrying.take(notes, didOf(dave)))).toEqual(['ok', 'ok', 'ok', 'ok']);
    const other = node(erin);
    await other.carrying.take(notes, didOf(dave));
    expect(other.carrying.lacking([hashOf(line).slice(0, 32)], false)).toHaveLength(1);
    expect(carrier.carrying.forMember(didOf(bob))).toContain(hashOf(line));
    const { text } = writeRecall(authorOf(alice), didOf(bob), nowS(), [item]);
    await carrier.carrying.take([Buffer.from(text)], didOf(dave));
    expect(carrier.carrying.forMember(didOf(bob))).not.toContain(hashOf(line));
  });

  test('a false signature is a fault; a key that is not known is not, nor a former one', async () => {
    const carrier = node(carol);
    const item = { hash: 'a'.repeat(64), until: nowS() + 86_400 };
    const written = writeRecall(authorOf(alice), didOf(bob), nowS(), [item]).text;
    const forged = Buffer.from(written.replace(/"hash":"a/, '"hash":"b'));
    const taken = await carrier.carrying.take([forged], didOf(dave));
    expect(taken).toEqual([{ result: 'refused', isFault: true }]);
    const now = person('alice after a rotation').identity;
    carrier.versions.set(didOf(alice), [now]);
    expect(await carrier.carrying.take([Buffer.from(written)], didOf(dave))).toEqual([
      { result: 'later', isFault: false },
    ]);
    carrier.versions.set(didOf(alice), [alice.identity, now]);
    expect(await carrier.carrying.take([Buffer.from(written)], didOf(dave))).toEqual([
      { result: 'refused', isFault: false },
    ]);
  });

  test('when the key of an author changes its notes go, and what they ended stays ended', async () => {
    const carrier = node(carol);
    const line = await parcel(alice, bob);
    const items = [{ hash: hashOf(line), until: nowS() + 86_400 }];
    const { text, hash } = writeRecall(authorOf(alice), didOf(bob), nowS(), items);
    await carrier.carrying.take([Buffer.from(text)], didOf(alice));
    expect(carrier.carrying.heldBeside(didOf(dave))).toEqual([hash]);
    carrier.versions.set(didOf(alice), [alice.identity, person('alice after a rotation').identity]);
    carrier.carrying.sweep();
    expect(carrier.carrying.heldBeside(didOf(dave))).toEqual([]);
    expect(results(await carrier.carrying.take([line], didOf(alice)))).toEqual(['known']);
  });

  test('are kept until the last thing that they name is over, and then forgotten', async () => {
    const carrier = node(carol);
    const line = await parcel(alice, bob, 7_200_000);
    const items = [{ hash: hashOf(line), until: nowS() + 7200 }];
    const { text } = writeRecall(authorOf(alice), didOf(bob), nowS(), items);
    await carrier.carrying.take([Buffer.from(text)], didOf(alice));
    clock.advance(7_199_000);
    carrier.carrying.sweep();
    expect(carrier.carrying.heldBeside(didOf(dave))).toHaveLength(1);
    clock.advance(1_000);
    carrier.carrying.sweep();
    expect(carrier.carrying.heldBeside(didOf(dave))).toEqual([]);
  });

  test('of one author no more than its share, whoever brings them; others have theirs', async () => {
    const carrier = node(carol);
    const note = (author: Person, at: number) => {
      const item = { hash: sha256Hex(`${author.name} ${at}`), until: nowS() + 86_400 };
      return Buffer.from(writeRecall(authorOf(author), didOf(bob), nowS(), [item]).text);
    };
    const lines = Array.from({ length: 2005 }, (_, at) => note(alice, at));
    const taken = results(await carrier.carrying.take(lines, didOf(dave)));
    expect(taken.filter((result) => result === 'ok')).toHaveLength(2000);
    expect(taken.at(-1)).toBe('full');
    expect(results(await carrier.carrying.take([note(erin, 0)], didOf(dave)))).toEqual(['ok']);
    expect(LISTED_MAX).toBeGreaterThan(2000);
  });
});

describe('members that go', () => {
  test('take their mail, and what is for them, along', async () => {
    const carrier = node(carol);
    const lines = [await parcel(alice, bob), await parcel(bob, dave), await parcel(alice, dave)];
    await carrier.carrying.take(lines, didOf(alice));
    carrier.peers.splice(carrier.peers.indexOf(bob), 1);
    carrier.carrying.sweep();
    expect(carrier.carrying.heldBeside(didOf(erin))).toEqual([hashOf(lines[2]!)]);
  });
});

describe('a recipient', () => {
  test('answers each sender by itself, and never with the ids or hashes of others', async () => {
    const recipient = node(bob);
    const lines = [await parcel(alice, bob), await parcel(dave, bob), await parcel(alice, bob)];
    await recipient.carrying.take(lines, didOf(carol));
    const notes = recipient.carrying
      .heldBeside(didOf(carol))
      .map((hash) => JSON.parse(Buffer.from(recipient.carrying.textFor(didOf(carol), hash)!).toString()));
    const told = Object.fromEntries(
      notes.map(({ to, results: all }) => [to, all.map(({ hash }: { hash: string }) => hash)]),
    );
    expect(told).toEqual({
      [didOf(alice)]: [hashOf(lines[0]!), hashOf(lines[2]!)],
      [didOf(dave)]: [hashOf(lines[1]!)],
    });
  });

  test('answers by the note it has when the same comes by somebody else', async () => {
    const recipient = node(bob);
    const line = await parcel(alice, bob);
    await recipient.carrying.take([line], didOf(carol));
    const news: unknown[] = [];
    recipient.carrying.onNews((found) => news.push(...found));
    await recipient.carrying.take([line], didOf(dave));
    expect(recipient.carrying.heldBeside(didOf(erin))).toHaveLength(1);
    expect(news).toMatchObject([{ onlyDid: didOf(dave), fromDid: didOf(bob) }]);
  });

  test('says nothing that passes by itself: its unread of one sender are full, and are read later', async () => {
    const recipient = node(bob, { limits: { unreadMessages: 1, unreadBytes: 1e6 } });
    const lines = [await parcel(alice, bob), await parcel(alice, bob)];
    expect(results(await recipient.carrying.take(lines, didOf(carol)))).toEqual(['ok', 'full']);
    recipient.inbox.markRead(didOf(alice));
    expect(results(await recipient.carrying.take(lines, didOf(carol)))).toEqual(['ok', 'ok']);
    expect(recipient.carrying.heldBeside(didOf(carol))).toHaveLength(2);
  });
});
