import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { HashedEntry } from '#shared/protocol/log/entry.ts';
import { foldCell } from '#shared/protocol/state/cell-state.ts';
import { INITIAL_BALANCE } from '#shared/protocol/trust/rewards.ts';
import { FeedWriter, scid } from '../support/cell/feed-writer.ts';
import { cellOf, folded, linesOf, meet, propose } from '../support/cell/trust-cell.ts';

const NAMES = ['alice', 'bob', 'carol', 'dave'];
const [FOUNDER] = NAMES as [string];

/** One step of one member: it writes something, or hears what another holds. */
const step = fc.record({
  who: fc.nat(NAMES.length - 1),
  whom: fc.nat(NAMES.length - 1),
  does: fc.constantFrom('send', 'send', 'endorse', 'withdraw', 'hear', 'hear', 'propose', 'vote'),
  amount: fc.oneof(fc.integer({ min: 1, max: 30 }), fc.integer({ min: 60, max: 400 })),
});
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;

const template = cellOf(...NAMES);

/** A fresh copy of a cell of four, in which nothing has happened but the admissions. */
function freshCell(): FeedWriter[] {
  const all = entriesOf(template[0] as FeedWriter);
  const found = all.find(({ hash }) => hash === template[0]?.graph.cell) as HashedEntry;
  return NAMES.map((name) => {
    const writer = new FeedWriter(name, found);
    writer.receive(...all);
    return writer;
  });
}

function entriesOf({ graph }: FeedWriter): HashedEntry[] {
  return [...graph.nodes()].map(({ hash, entry }) => ({ hash, entry }));
}

function take({ who, whom, does, amount }: Step, cell: FeedWriter[]): void {
  const writer = cell[who] as FeedWriter;
  const member = scid(NAMES[whom] as string);
  switch (does) {
    case 'send':
      writer.write('transfer', { to: member, amount });
      return;
    case 'endorse':
      writer.write('endorse', { member, strength: amount });
      return;
    case 'withdraw':
      writer.write('endorse', { member, strength: 0 });
      return;
    case 'propose':
      propose(writer, NAMES.length - 1);
      return;
    case 'vote': {
      const ballot = writer.book.ballots().at(amount % writer.book.ballots().length);
      if (ballot) writer.write('vote', { ballot: ballot.open.hash, choice: 'APPROVE' });
      return;
    }
    case 'hear':
      if (who !== whom) writer.syncFrom(cell[whom] as FeedWriter);
  }
}

function stateOf(writer: FeedWriter): ReturnType<typeof foldCell> {
  return foldCell(writer.book);
}

/** What all hold in all, if nothing is lost or made up: 100 each, and the rewards. */
function issued(writer: FeedWriter): number {
  return NAMES.flatMap((name) => linesOf(writer, name))
    .filter(({ kind }) => kind !== 'sent' && kind !== 'received')
    .reduce((sum, { delta }) => sum + delta, 0);
}

describe('tokens and endorsements', () => {
  it('are the same for one set of entries, in any order and however often they come', () => {
    fc.assert(
      fc.property(
        fc.array(step, { minLength: 5, maxLength: 40 }),
        fc.infiniteStream(fc.nat()),
        (steps, random) => {
          const cell = freshCell();
          for (const one of steps) take(one, cell);
          meet(...cell);
          const expected = stateOf(cell[0] as FeedWriter);
          for (const writer of cell) expect(stateOf(writer)).toEqual(expected);
          const all = entriesOf(cell[0] as FeedWriter);
          const shuffled = [...all, ...all.slice(0, 10)];
          for (let i = shuffled.length - 1; i > 0; i -= 1) {
            const j = (random.next().value as number) % (i + 1);
            [shuffled[i], shuffled[j]] = [shuffled[j] as HashedEntry, shuffled[i] as HashedEntry];
          }
          const found = all.find(({ hash }) => hash === cell[0]?.graph.cell) as HashedEntry;
          const other = new FeedWriter('nobody', found);
          for (const entry of shuffled) other.receive(entry);
          expect(stateOf(other)).toEqual(expected);
        },
      ),
      { numRuns: 60 },
    );
  });

  it('are never overdrawn without a fork, nothing is lost, and each statement adds up', () => {
    let refused = 0;
    let spent = 0;
    fc.assert(
      fc.property(fc.array(step, { minLength: 10, maxLength: 60 }), (steps) => {
        const cell = freshCell();
        for (const one of steps) {
          take(one, cell);
          for (const writer of cell) {
            for (const balance of Object.values(stateOf(writer)?.balances ?? {}))
              expect(balance).toBeGreaterThanOrEqual(0);
          }
        }
        meet(...cell);
        const [alice] = cell as [FeedWriter];
        const balances = stateOf(alice)?.balances ?? {};
        expect(Object.values(balances).reduce((sum, balance) => sum + balance, 0)).toBe(issued(alice));
        for (const name of NAMES) {
          const lines = linesOf(alice, name);
          let balance = 0;
          for (const line of lines) {
            balance += line.delta;
            expect(line.balance).toBe(balance);
            expect(balance).toBeGreaterThanOrEqual(0);
            expect(alice.graph.get(line.node.hash)).toBe(line.node);
          }
          expect(balances[scid(name)]).toBe(balance);
        }
        for (const node of alice.graph.nodes()) {
          if (node.entry.kind !== 'transfer') continue;
          if (alice.book.verdict(node).valid) spent += 1;
          else refused += 1;
        }
      }),
      { numRuns: 60 },
    );
    expect(Math.min(spent, refused)).toBeGreaterThan(20);
  });

  it('judge a transfer alike from running sums and entry by entry, with forks and without', () => {
    fc.assert(
      fc.property(
        fc.array(step, { minLength: 5, maxLength: 30 }),
        fc.option(fc.nat(NAMES.length - 1)),
        (steps, forker) => {
          const cell = freshCell();
          if (forker !== null) fork(cell, forker);
          for (const one of steps) if (one.who !== forker) take(one, cell);
          const [judge] = cell.filter((_, i) => i !== forker) as [FeedWriter];
          for (const [i, writer] of cell.entries()) if (i !== forker) judge.syncFrom(writer);
          for (const node of judge.graph.nodes()) {
            if (node.entry.kind !== 'transfer') continue;
            const { author, body } = node.entry;
            const funds = balanceBySets(judge, author, node.hash);
            const toOther = body.to !== author;
            expect(judge.book.verdict(node).valid).toBe(toOther && Number(body.amount) <= funds);
          }
        },
      ),
      { numRuns: 60 },
    );
  });
});

/** A member signs two transfers at one place; each half of the others hears of one. */
function fork(cell: FeedWriter[], forker: number): void {
  const liar = cell[forker] as FeedWriter;
  const to = scid(NAMES[(forker + 1) % NAMES.length] as string);
  const branches = [70, 90].map((amount) => liar.draft('transfer', { to, amount }));
  cell.forEach((writer, i) => {
    if (i !== forker) writer.receive(branches[i % 2] as HashedEntry);
  });
}

/** The balance before an entry, from the set of its causal past and nothing cleverer. */
function balanceBySets({ graph, book }: FeedWriter, author: string, hash: string): number {
  const of = graph.get(hash)!;
  const past = [...graph.nodes()].filter((node) => node !== of && graph.inPast(node, of));
  let balance = INITIAL_BALANCE;
  const rewarded = new Set<string>();
  for (const node of past) {
    const { kind, body, author: by } = node.entry;
    if (!book.verdict(node).valid) continue;
    if (kind === 'transfer' && by === author) balance -= Number(body.amount);
    if (kind === 'transfer' && body.to === author) balance += Number(body.amount);
    if (by !== author || (kind !== 'open' && kind !== 'vote')) continue;
    const ballot = book.ballot(kind === 'open' ? node.hash : String(body.ballot));
    const key = `${kind} ${ballot?.body.proposal}`;
    if (!ballot || ballot.body.change || rewarded.has(key)) continue;
    rewarded.add(key);
    balance += kind === 'open' ? 10 : 5;
  }
  return balance;
}

it('begins with the founder and three members who were admitted', () => {
  const { epoch } = folded(freshCell()[0] as FeedWriter);
  expect(epoch.members.map(({ alias }) => alias)).toEqual(NAMES);
  expect(epoch.members[0]?.scid).toBe(scid(FOUNDER));
});
