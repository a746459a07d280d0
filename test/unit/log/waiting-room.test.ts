import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Entry, ZERO_HASH } from '#shared/protocol/log/entry.ts';
import {
  WAITING_MAX_BYTES,
  WAITING_MAX_ENTRIES,
  WAITING_MAX_MS,
  WAITING_MAX_OF_STRANGERS,
} from '#shared/protocol/log/waiting-entries.ts';
import { inEnglish, says } from '#shared/protocol/saying.ts';
import { encodeMultikey } from '../../../electron/node/crypto/multikey.ts';
import { type CheckedEntry, signEntry } from '../../../electron/node/log/signed-entry.ts';
import { meet, type RealMember, realCell } from '../../support/cell/real-member.ts';
import { someHash, someScid } from '../../support/memory-log.ts';

let members: RealMember[];
let alice: RealMember;
let bob: RealMember;
let mallory: RealMember;

beforeEach(() => {
  members = realCell();
  [alice, bob, mallory] = members as [RealMember, RealMember, RealMember];
  mallory.log.append('note', {});
  meet(...members);
});

afterEach(() => {
  for (const member of members) member.close();
});

/** Signed by mallory, whoever's it is said to be. */
function signed(over: Partial<Entry>): CheckedEntry {
  return signEntry(mallory.key, {
    v: 1,
    cell: mallory.log.cell,
    author: mallory.identity.scid,
    gen: 0,
    seq: 1000,
    prev: someHash('nowhere'),
    seen: {},
    at: mallory.nowMs,
    kind: 'note',
    body: {},
    key: encodeMultikey('ed25519', mallory.key.publicKey),
    ...over,
  });
}

let count = 0;

/** Entries that wait for what never comes. */
function junk(entries: number, over: Partial<Entry> | (() => Partial<Entry>) = {}): string[] {
  return Array.from({ length: entries }, () => {
    count += 1;
    const more = typeof over === 'function' ? over() : over;
    return signed({ seq: 1000 + count, prev: someHash(`nowhere ${count}`), ...more }).text;
  });
}

const madeUp = (): string => someScid(`made up ${count}`).replace(/[-_0OIl]/g, 'x');
const waiting = (): number => [...alice.log.graph.waiting()].length;

/** The next entries of a member, as texts. */
function notes(member: RealMember, entries: number): string[] {
  return Array.from({ length: entries }, (_, index) =>
    member.log.textOf(member.log.append('note', { index })),
  );
}

describe('what waits', () => {
  it('in the name of another takes the room of whoever brought it, and little of that', () => {
    const { refused } = alice.log.receive(junk(2000, { author: bob.identity.scid }), mallory.bringer);
    expect(waiting()).toBe(WAITING_MAX_OF_STRANGERS);
    expect(refused).toHaveLength(2000 - WAITING_MAX_OF_STRANGERS);
    expect(refused[0] && inEnglish(refused[0].says)).toContain('that you brought');
    // Bob's own are taken, also those that have to wait.
    const [first, ...later] = notes(bob, 900) as [string, ...string[]];
    expect(alice.log.receive(later, bob.bringer)).toMatchObject({ waiting: 899, refused: [] });
    expect(alice.log.receive([first], bob.bringer).applied).toHaveLength(900);
  });

  it('in names that were made up is refused at once where its past is here', () => {
    const head = mallory.log.ownHead()?.hash ?? '';
    const texts = junk(100, () => ({
      author: madeUp(),
      prev: ZERO_HASH,
      seq: 0,
      seen: { [mallory.identity.scid]: head },
    }));
    const { refused } = alice.log.receive(texts, mallory.bringer);
    expect(refused).toHaveLength(100);
    expect(new Set(refused.map(({ says }) => inEnglish(says)))).toEqual(
      new Set(['its author has not been admitted']),
    );
    expect(waiting()).toBe(0);
  });

  it('in names that were made up is bounded where its past is not', () => {
    alice.log.receive(
      junk(500, () => ({ author: madeUp() })),
      mallory.bringer,
    );
    expect(waiting()).toBe(WAITING_MAX_OF_STRANGERS);
  });

  it('is bounded for each who brings it, in number and in bytes, and its room is nobody else’s', () => {
    alice.log.receive(junk(WAITING_MAX_ENTRIES + 500), mallory.bringer);
    expect(waiting()).toBe(WAITING_MAX_ENTRIES);
    const large = { body: { text: 'x'.repeat(60_000) } };
    alice.log.receive(junk(100, large), bob.bringer);
    expect(waiting() - WAITING_MAX_ENTRIES).toBe(Math.floor(WAITING_MAX_BYTES / 60_500));
  });

  it('is all that a full room keeps out', () => {
    alice.log.receive(junk(WAITING_MAX_ENTRIES + 1), mallory.bringer);
    expect(alice.log.receive(notes(mallory, 20), mallory.bringer).applied).toHaveLength(20);
  });

  it('makes room after a while', () => {
    alice.log.receive(junk(WAITING_MAX_ENTRIES), mallory.bringer);
    expect(alice.log.receive(junk(1), mallory.bringer).refused).toHaveLength(1);
    alice.nowMs += WAITING_MAX_MS;
    expect(alice.log.receive(junk(1), mallory.bringer).waiting).toBe(1);
    expect(waiting()).toBe(1);
  });

  it('makes nobody take a branch too many by a name that was made up', () => {
    const head = mallory.log.ownHead();
    if (!head) throw new Error('mallory has written');
    const { gen, seq } = head.entry;
    const branches = [1, 2, 3].map((branch) =>
      signed({ gen, seq: seq + 1, prev: head.hash, body: { branch } }),
    );
    const [first, second, third] = branches as [CheckedEntry, CheckedEntry, CheckedEntry];
    const cites = { author: madeUp(), seen: { [mallory.identity.scid]: third.hash } };
    // In one go: a proof that alice writes cites both, and makes room for two more.
    const texts = [first.text, second.text, ...junk(1, cites), third.text];
    expect(alice.log.receive(texts, mallory.bringer).refused).toEqual([
      { hash: third.hash, says: says('refusal.branchesInGeneration', { limit: 2 }) },
    ]);
  });

  it('brings in no branch too many when all of them are set free at once', () => {
    const head = mallory.log.ownHead();
    if (!head) throw new Error('mallory has written');
    const [awaited] = notes(bob, 1) as [string];
    const seen = { [bob.identity.scid]: bob.log.ownHead()?.hash ?? '' };
    const { gen, seq } = head.entry;
    const branches = Array.from({ length: 30 }, (_, branch) =>
      signed({ gen, seq: seq + 1, prev: head.hash, seen, body: { branch } }),
    );
    alice.log.receive(
      branches.map(({ text }) => text),
      mallory.bringer,
    );
    expect(waiting()).toBe(30);
    alice.log.receive([awaited], bob.bringer);
    expect(waiting()).toBe(0);
    expect(alice.log.graph.heads(mallory.identity.scid).length).toBeLessThan(9);
  });

  it('costs about the same each, in whatever order it comes', () => {
    const chain = notes(bob, WAITING_MAX_ENTRIES).reverse();
    const [last] = chain.splice(-1);
    const startedMs = performance.now();
    alice.log.receive(chain, bob.bringer);
    expect(alice.log.receive([last ?? ''], bob.bringer).applied).toHaveLength(WAITING_MAX_ENTRIES);
    // With a look at all that wait for each that comes, this took minutes.
    expect(performance.now() - startedMs).toBeLessThan(10_000);
  });
});

describe('a feed that grows too fast', () => {
  const DAY_MS = 24 * 60 * 60 * 1000;
  const bounds = (perDay: number, inAll: number) => ({
    perDay: { entries: perDay, bytes: 1024 * 1024 },
    inAll: { entries: inAll, bytes: 1024 * 1024 },
  });

  function enterWith(member: RealMember, perDay: number, inAll = 1000): void {
    member.feedBounds = bounds(perDay, inAll);
    member.enter(member.log.cell);
  }

  it('is not taken from its author until the next day, also after a restart, and others may bring it', () => {
    enterWith(alice, 5);
    const texts = notes(mallory, 8);
    const { applied, refused } = alice.log.receive(texts, mallory.bringer);
    expect([applied.length, refused.length]).toEqual([5, 3]);
    expect(refused[0] && inEnglish(refused[0].says)).toContain('has written more than 5 receipts');
    alice.enter(alice.log.cell);
    expect(alice.log.receive(texts.slice(5), mallory.bringer).applied).toHaveLength(0);
    alice.nowMs += DAY_MS;
    expect(alice.log.receive(texts.slice(5, 6), mallory.bringer).applied).toHaveLength(1);
    // Bob took it in his own time; what he has is no longer one member's flood.
    meet(mallory, bob);
    const rest = [...bob.log.missingFrom(alice.log.tips())];
    expect(alice.log.receive(rest, bob.bringer).refused).toEqual([]);
    expect(alice.log.tips()).toEqual(bob.log.tips());
  });

  it('is not filled several times over by who gives each member another part of it', () => {
    for (const member of [alice, bob]) enterWith(member, 5);
    const texts = notes(mallory, 12);
    alice.log.receive(texts, mallory.bringer);
    // Bob has the first ones from alice; mallory brings the rest.
    bob.log.receive(texts.slice(0, 5), alice.bringer);
    expect(bob.log.receive(texts.slice(5), mallory.bringer).applied).toHaveLength(0);
    // What is old was judged in its own time: it takes nothing of today.
    alice.nowMs += DAY_MS;
    bob.nowMs += DAY_MS;
    bob.log.receive(texts.slice(5, 10), alice.bringer);
    expect(bob.log.receive(texts.slice(10), mallory.bringer).applied).toHaveLength(2);
  });

  it('is told to its author, who signs nothing of its own that would keep it from what it owes', () => {
    bob.nowMs += DAY_MS;
    enterWith(bob, 5);
    notes(bob, 4);
    expect(bob.log.objection('note', {})?.code).toBe('rate');
    expect(() => bob.log.append('note', {})).toThrow('more is taken tomorrow');
    // A close is owed to the others, up to what they take.
    const ballot = 'ab'.repeat(32);
    expect(bob.log.objection('close', { ballot })?.code).toBe('no-ballot');
    bob.force('note', {});
    bob.log.beginGeneration();
    expect(bob.log.objection('close', { ballot })?.code).toBe('rate');
    bob.nowMs += DAY_MS;
    expect(bob.log.append('note', {}).entry.gen).toBe(1);
  });

  it('is bounded by what the cell has agreed on', () => {
    const { rules } = alice.epoch;
    const feedPerDay = { entries: 1000, bytes: 1024 * 1024 };
    const ballot = alice.propose('Less a day', { type: 'rules', rules: { ...rules, feedPerDay } });
    meet(...members);
    for (const member of members) member.log.append('vote', { ballot, choice: 'APPROVE' });
    meet(...members);
    expect(bob.epoch.rules.feedPerDay).toEqual(feedPerDay);
    mallory.nowMs += DAY_MS;
    alice.nowMs += DAY_MS;
    const texts = notes(mallory, 800);
    expect(() => mallory.log.append('note', {})).toThrow('more than 800 receipts');
    for (let more = 0; more < 201; more += 1) texts.push(mallory.log.textOf(mallory.force('note', {})));
    const { applied, refused } = alice.log.receive(texts, mallory.bringer);
    expect([applied.length, refused.length]).toEqual([1000, 1]);
  });

  it('ends for good at what a feed may have in all', () => {
    enterWith(alice, 100, 6);
    expect(alice.log.receive(notes(mallory, 8), mallory.bringer).applied).toHaveLength(6);
    alice.nowMs += DAY_MS;
    const { refused } = alice.log.receive(notes(mallory, 1), mallory.bringer);
    expect(refused[0] && inEnglish(refused[0].says)).toContain('nothing more is taken of it');
  });
});
