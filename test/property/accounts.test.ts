import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { Past } from '#shared/protocol/closing/ballot.ts';
import { newestEnd } from '#shared/protocol/closing/newest-end.ts';
import { type HashedEntry, ZERO_HASH } from '#shared/protocol/log/entry.ts';
import type { GraphNode } from '#shared/protocol/log/entry-graph.ts';
import { balanceWithin } from '#shared/protocol/trust/token-changes.ts';
import { FeedWriter, scid } from '../support/cell/feed-writer.ts';
import { cellOf, decide, propose } from '../support/cell/trust-cell.ts';

const NAMES = ['alice', 'bob', 'carol', 'dave'];

const step = fc.record({
  /** The fifth writer is a copy of dave's home. */
  who: fc.nat(NAMES.length),
  whom: fc.nat(NAMES.length),
  does: fc.constantFrom(
    'send',
    'send',
    'send',
    'hear',
    'hear',
    'hear',
    'propose',
    'vote',
    'vote',
    'twins',
    'remove',
  ),
  /** Less than what is left, all of it, or one more. */
  amount: fc.integer({ min: 1, max: 40 }),
  keeps: fc.constantFrom(-1, 0, 0, 30),
});
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;

const [template] = cellOf(...NAMES) as [FeedWriter];
const ALL = [...template.graph.nodes()].map(({ hash, entry }): HashedEntry => ({ hash, entry }));
const FOUND = ALL.find(({ hash }) => hash === template.graph.cell) as HashedEntry;

function freshCell(): FeedWriter[] {
  return [...NAMES, 'dave'].map((name) => {
    const writer = new FeedWriter(name, FOUND);
    writer.receive(...ALL);
    return writer;
  });
}

function take({ who, whom, does, amount, keeps }: Step, cell: FeedWriter[]): void {
  const writer = cell[who] as FeedWriter;
  const other = cell[whom] as FeedWriter;
  const epoch = writer.book.epochAt([...writer.graph.nodes()]);
  switch (does) {
    case 'send':
      send(writer, other, keeps);
      return;
    case 'hear':
      if (who !== whom) writer.syncFrom(other);
      return;
    case 'propose':
      propose(writer, epoch.number);
      return;
    case 'vote': {
      const ballot = writer.book.ballots().findLast(({ body }) => body.change === undefined);
      if (ballot) writer.write('vote', { ballot: ballot.open.hash, choice: 'APPROVE' });
      return;
    }
    case 'twins': {
      // Both of dave's homes vote on one proposal, and each hears of the other's vote.
      const [alice, , , dave, copy] = cell as [FeedWriter, FeedWriter, FeedWriter, FeedWriter, FeedWriter];
      const ballot = propose(alice, alice.book.epochAt([...alice.graph.nodes()]).number).hash;
      for (const home of [dave, copy]) {
        const { head } = home;
        home.syncFrom(alice);
        home.head = head;
        home.write('vote', { ballot, choice: 'APPROVE' });
      }
      alice.syncFrom(dave);
      alice.syncFrom(copy);
      alice.write('endorse', { member: other.author, strength: amount });
      const { head } = dave;
      dave.syncFrom(alice);
      dave.head = head;
      send(dave, alice, keeps);
      return;
    }
    case 'remove': {
      // Of dave, once, by the three who run one home each.
      const [alice, bob, carol, dave] = cell as [FeedWriter, FeedWriter, FeedWriter, FeedWriter];
      const three = [alice, bob, carol];
      for (const one of three) for (const two of three) if (one !== two) one.syncFrom(two);
      const now = alice.book.epochAt([...alice.graph.nodes()]);
      if (now.ended.size > 0) return;
      const end = newestEnd(alice.graph.heads(scid('dave')))?.hash ?? ZERO_HASH;
      const removal = propose(alice, now.number, { type: 'remove', scid: scid('dave'), end });
      // What he sends meanwhile is hers until the removal is certified.
      dave.write('transfer', { to: alice.author, amount });
      alice.syncFrom(dave);
      alice.write('transfer', { to: bob.author, amount: 1 });
      decide(three, removal.hash);
      send(alice, bob, keeps);
    }
  }
}

/** Sends all but so much of what its author has by what it knows. */
function send(from: FeedWriter, to: FeedWriter, keeps: number): void {
  const { graph, book, author } = from;
  const tips = from.ahead();
  const past: Past = (node) => graph.covers(tips, node);
  const balance = balanceWithin(
    graph,
    book.trust.changesOf(author),
    past,
    book.epochAt([...tips.values()].flat()),
  );
  from.write('transfer', { to: to.author, amount: Math.max(1, balance - keeps) });
}

/** Whether the author of a transfer had what it sent, by adding up every change in its past. */
function couldPay({ graph, book }: FeedWriter, node: GraphNode): boolean {
  const { author, body } = node.entry;
  const before = (other: GraphNode): boolean => other !== node && graph.inPast(other, node);
  return (
    Number(body.amount) <= balanceWithin(graph, book.trust.changesOf(author), before, book.epochOf(node))
  );
}

it('a balance that is carried along a branch is the one that a count of all changes gives', () => {
  const met = { forked: 0, ended: 0, refused: 0, paid: 0 };
  fc.assert(
    fc.property(fc.array(step, { minLength: 20, maxLength: 60 }), (steps) => {
      const cell = freshCell();
      for (const one of steps) take(one, cell);
      for (const writer of cell) {
        if (writer.graph.forkedAuthors().length > 0) met.forked += 1;
        for (const node of writer.graph.nodes()) {
          if (node.entry.kind !== 'transfer') continue;
          const verdict = writer.book.verdict(node);
          if (!verdict.valid && verdict.code !== 'funds') continue;
          if (writer.book.epochOf(node).ended.size > 0) met.ended += 1;
          met[verdict.valid ? 'paid' : 'refused'] += 1;
          expect(verdict.valid).toBe(couldPay(writer, node));
        }
      }
    }),
    { numRuns: 60 },
  );
  for (const [what, count] of Object.entries(met)) expect(count, what).toBeGreaterThan(5);
});
