/** What a branch takes along is what its parent has, read slowly, and nobody counts in it without an entry of its own. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { enteredMembers } from '#shared/protocol/closing/entered.ts';
import type { Fork } from '#shared/protocol/closing/fork-body.ts';
import { DAY_MS } from '#shared/protocol/limits.ts';
import { type HashedEntry, parentHashes } from '#shared/protocol/log/entry.ts';
import { foldCell } from '#shared/protocol/state/cell-state.ts';
import { branchBody, enter, foundBranch } from '../support/cell/branching-cell.ts';
import { meet } from '../support/cell/closing-cell.ts';
import { scid } from '../support/cell/feed-writer.ts';
import { certify, KeyedMember, keyedCell, logOf, rekey } from '../support/cell/keyed-cell.ts';

const NAMES = ['alice', 'bob', 'carol', 'dave'];
/** Days of a cell's life, some of them by clocks that are wrong. */
const day = fc.nat(90).map((days) => days * DAY_MS);
const who = fc.nat(3);

const step = fc.oneof(
  { weight: 4, arbitrary: fc.tuple(fc.constant('endorse' as const), who, who, fc.nat(1000), day) },
  {
    weight: 2,
    arbitrary: fc.tuple(fc.constant('transfer' as const), who, who, fc.integer({ min: 1, max: 60 }), day),
  },
  { weight: 1, arbitrary: fc.tuple(fc.constant('propose' as const), who, who, fc.nat(3), day) },
  { weight: 3, arbitrary: fc.tuple(fc.constant('hear' as const), who, who, fc.constant(0), day) },
);

const cell = keyedCell(...NAMES) as KeyedMember[];

function entriesOf({ graph }: KeyedMember): HashedEntry[] {
  return [...graph.nodes()].map(({ hash, entry }) => ({ hash, entry }));
}

/** The same people in a fresh copy of one cell, after some history. */
function lived(steps: readonly (typeof step extends fc.Arbitrary<infer S> ? S : never)[]): KeyedMember[] {
  const [found, ...rest] = entriesOf(cell[0] as KeyedMember);
  const members = NAMES.map((name) => new KeyedMember(name, 1, found as HashedEntry));
  for (const member of members) member.receive(...rest);
  for (const [does, one, other, number, at] of steps) {
    const [me, them] = [members[one], members[other]] as [KeyedMember, KeyedMember];
    if (does === 'hear') me.syncFrom(them);
    else if (does === 'propose') {
      const ballot = me.propose();
      me.write('vote', { ballot, choice: 'APPROVE' });
    } else if (me !== them)
      me.put(
        does,
        does === 'endorse'
          ? { member: them.author, strength: number % 300 ? number : 0 }
          : { to: them.author, amount: number },
        { at },
      );
  }
  return members;
}

function shuffled(entries: readonly HashedEntry[], chance: Iterator<number>): HashedEntry[] {
  return entries
    .map((entry) => ({ entry, at: chance.next().value as number }))
    .sort((a, b) => a.at - b.at)
    .map(({ entry }) => entry);
}

/** `trust` of docs/protocol.md, "Forks", by the text: pasts as sets, sums as whole numbers without an end. */
function literalTrust(parent: KeyedMember, listed: readonly string[], today: number): number[][] {
  const past = new Map<string, Set<string>>();
  const nodes = [...parent.graph.nodes()];
  for (const { hash, entry } of nodes) {
    const all = new Set([hash]);
    for (const before of parentHashes(entry)) for (const one of past.get(before) ?? []) all.add(one);
    past.set(hash, all);
  }
  const isValid = (hash: string): boolean => parent.book.verdict(parent.graph.get(hash)!).valid;
  const given = nodes.filter(({ hash, entry }) => entry.kind === 'endorse' && isValid(hash));
  const members = parent.epoch.members.map((member) => member.scid);
  const rows: number[][] = [];
  for (const [i, source] of listed.entries())
    for (const [j, target] of listed.entries()) {
      const pair = given.filter(({ entry }) => entry.author === source && entry.body.member === target);
      let weight = 0n;
      for (const { hash, entry } of pair) {
        if (entry.body.strength === 0) continue;
        if (pair.some((other) => other.entry.body.strength === 0 && past.get(other.hash)?.has(hash)))
          continue;
        const seen = nodes.filter(
          (other) =>
            other.entry.author !== source &&
            members.includes(other.entry.author) &&
            past.get(other.hash)?.has(hash),
        );
        const from = Math.floor(Math.min(entry.at, ...seen.map((other) => other.entry.at)) / DAY_MS);
        const age = Math.max(0, today - from);
        const faded = BigInt(Math.round(2 ** 32 * 2 ** (-(age % 30) / 30))) >> BigInt(Math.floor(age / 30));
        weight += BigInt(Number(entry.body.strength)) * faded;
      }
      const t = (weight * 2n + 2n ** 32n) / 2n ** 33n;
      if (t > 0n) rows.push([i, j, Number(t)]);
    }
  return rows;
}

it('carried numbers equal the parent’s fold for any order of entries, and any other numbers are refused', () => {
  const met = { trust: 0, spent: 0, withdrawn: 0, drafts: 0 };
  fc.assert(
    fc.property(
      fc.array(step, { minLength: 10, maxLength: 40 }),
      fc.subarray(NAMES, { minLength: 2 }),
      fc.infiniteStream(fc.nat()),
      fc.nat(100),
      (steps, going, chance, today) => {
        const members = lived(steps);
        meet(members);
        const founder = members[NAMES.indexOf(going[0] as string)] as KeyedMember;
        const found = foundBranch(founder, going, today * DAY_MS);
        const { fork } = found.entry.body as { fork: Fork };
        const listed = going.map(scid);
        const entries = entriesOf(founder);
        for (const order of [entries.toReversed(), shuffled(entries, chance)]) {
          const copy = new KeyedMember(founder.name, 1, entries[0] as HashedEntry);
          copy.receive(...order);
          const state = foldCell(copy.book);
          expect(fork.members.map(({ balance }) => balance)).toEqual(
            listed.map((one) => state?.balances[one]),
          );
          expect(fork.number).toBe(Math.max(0, ...(state?.proposals ?? []).map(({ number }) => number)));
          expect(fork.trust).toEqual(literalTrust(copy, listed, today));
          expect(copy.code('branch', branchBody(found))).toBe('valid');
        }
        const other = (change: (fork: Fork) => Fork): string =>
          founder.code('branch', branchBody(foundBranch(founder, going, today * DAY_MS, change)));
        expect(other((one) => ({ ...one, number: one.number + 1 }))).toBe('carried');
        const richer = fork.members.map((member, at) =>
          at === 1 ? { ...member, balance: member.balance - 1 } : member,
        );
        expect(other((one) => ({ ...one, members: richer }))).toBe('carried');
        if (fork.trust.length > 0)
          expect(other((one) => ({ ...one, trust: one.trust.slice(1) }))).toBe('carried');
        const later = fork.trust.map(([i, j, t]) => [i, j, t === 1 ? 2 : t - 1] as [number, number, number]);
        if (later.length > 0) expect(other((one) => ({ ...one, trust: later }))).toBe('carried');
        met.trust += fork.trust.length;
        met.spent += fork.members.filter(({ balance }) => balance < 100).length;
        met.drafts += fork.number > 3 ? 1 : 0;
        met.withdrawn += steps.filter(
          ([does, , , strength]) => does === 'endorse' && strength % 300 === 0,
        ).length;
      },
    ),
    { numRuns: process.env.GHOSTSTACK_LONG ? 1000 : 40 },
  );
  for (const [what, count] of Object.entries(met)) expect([what, count > 0]).toEqual([what, true]);
});

it('nobody is counted without an entry of its own, whatever came first', () => {
  const [alice] = lived([]) as [KeyedMember];
  const found = foundBranch(alice, NAMES, 0);
  fc.assert(
    fc.property(
      fc.array(fc.constantFrom(...NAMES), { maxLength: 8 }),
      fc.array(who, { maxLength: 8 }),
      (entering, twice) => {
        const enters = [
          ...entering.map((name) => enter(found, name)),
          ...twice.map((at) => enter(found, NAMES[at] as string, 1, `another nonce of ${at}`)),
        ];
        const cellX = new KeyedMember('alice', 1, found);
        cellX.receive(...enters);
        const came = [...new Set([...entering, ...twice.map((at) => NAMES[at] as string)])].map(scid).sort();
        expect(enteredMembers(cellX.epoch).sort()).toEqual(came);
        const opposite = new KeyedMember('alice', 1, found);
        opposite.receive(...enters.toReversed());
        expect(foldCell(opposite.book)).toEqual(foldCell(cellX.book));
        expect(opposite.epoch.members).toEqual(cellX.epoch.members);
        const isAlive = came.length === NAMES.length;
        // Whoever has not entered has no place for anything else.
        const isIn = came.includes(scid('alice'));
        if (isIn)
          expect(cellX.code('draft', { number: 4, title: 'Paint the shed', text: '' })).toBe(
            isAlive ? 'valid' : 'waiting',
          );
        const bob = new KeyedMember('bob', 1, found);
        bob.receive(...enters);
        const code = bob.code('note', {});
        expect(code === 'valid').toBe(came.includes(scid('bob')));
      },
    ),
    { numRuns: process.env.GHOSTSTACK_LONG ? 1000 : 100 },
  );
});

it('a branch lives, decides, admits, and branches off again with what it took along', () => {
  const members = lived([
    ['endorse', 0, 1, 700, 0],
    ['transfer', 0, 1, 30, 0],
  ]);
  meet(members);
  const [alice] = members as [KeyedMember];
  const found = foundBranch(alice, ['alice', 'bob'], 0);
  const branch = ['alice', 'bob'].map((name) => new KeyedMember(name, 1, found)) as [
    KeyedMember,
    KeyedMember,
  ];
  for (const [at, name] of ['alice', 'bob'].entries()) branch[at]?.receive(enter(found, name));
  meet(branch);
  const [one] = branch;
  certify(branch, { type: 'rules', rules: one.epoch.rules });
  expect(one.epoch).toMatchObject({ number: 1 });
  expect(one.epoch.members.map(({ didLog }) => didLog.length)).toEqual([1, 1]);
  const again = foundBranch(one, ['alice', 'bob'], 30 * DAY_MS).entry.body as { fork: Fork };
  expect(again.fork.trust).toEqual([[0, 1, 350]]);
  expect(again.fork.number).toBe(4);
  expect(again.fork.members.map(({ balance }) => balance)).toEqual([70, 130]);

  // Whoever is admitted there has no entry of that kind, and whose key was changed is not as it entered any more.
  certify(branch, { type: 'admit', scid: scid('heidi'), alias: 'heidi', didLog: logOf('heidi') });
  const heidi = new KeyedMember('heidi', 1, found);
  heidi.syncFrom(one);
  const three = [...branch, heidi];
  certify(three, rekey('bob', 1, 1));
  const later = [one, heidi, branch[1].as(2)];
  certify(later, { type: 'rules', rules: one.epoch.rules });
  expect(one.epoch).toMatchObject({ number: 4 });
  expect(one.epoch.members.map(({ alias, didLog }) => [alias, didLog.length])).toEqual([
    ['alice', 1],
    ['bob', 2],
    ['heidi', 1],
  ]);
  for (const member of later)
    expect(member.code('draft', { number: 8, title: 'Paint the shed', text: '' })).toBe('valid');
});
