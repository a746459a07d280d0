import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DAY_MS } from '#shared/protocol/limits.ts';
import type { HashedEntry } from '#shared/protocol/log/entry.ts';
import type { GraphNode } from '#shared/protocol/log/entry-graph.ts';
import { EndorsementDays } from '#shared/protocol/trust/endorsement-day.ts';
import { ProposalRows } from '../../electron/node/cell/deciding/proposal-rows.ts';
import { openVotes, standingOf } from '../../electron/node/cell/deciding/proposal-standing.ts';
import { proposalSummaries, type ViewContext } from '../../electron/node/cell/deciding/proposal-view.ts';
import { CellTrust } from '../../electron/node/cell/trust/cell-trust.ts';
import type { IntegrityLog } from '../../electron/node/log/integrity-log.ts';
import { Random } from '../simulation/random.ts';
import { DID_LOG, FeedWriter, hashed, scid } from '../support/cell/feed-writer.ts';
import { cellFoundedAt, decide, meet, propose } from '../support/cell/trust-cell.ts';

const RUNS = process.env.GHOSTSTACK_LONG ? 300 : 12;
const FOUNDED_MS = 20_000 * DAY_MS;
const NOW_MS = FOUNDED_MS + 30 * DAY_MS;
const NAMES = ['alice', 'bob', 'carol'];

const step = fc.record({
  do: fc.constantFrom(
    'draft',
    'revise',
    'comment',
    'open',
    'vote',
    'decide',
    'endorse',
    'transfer',
    'note',
    'admit',
    'restore',
    'fork',
  ),
  by: fc.nat(2),
  whom: fc.nat(2),
  day: fc.nat(40),
  isHeard: fc.boolean(),
});
/** `aheadDays`: what it says of its time is that much later. */
type Step = (typeof step extends fc.Arbitrary<infer T> ? T : never) & { readonly aheadDays?: number };

const byId = (one: { id: string }, other: { id: string }) => (one.id < other.id ? -1 : 1);

function epochOf({ book, graph }: FeedWriter): number {
  return book.epochAt([...graph.nodes()]).number;
}

/** What a cell of three writes: mostly in step, and at last sometimes with a fork or a restored home. */
function story(steps: readonly Step[]): { readonly found: HashedEntry; readonly entries: HashedEntry[] } {
  const writers = cellFoundedAt(FOUNDED_MS, ...NAMES);
  const [first] = writers as [FeedWriter];
  let newcomers = 0;
  for (const one of steps) {
    const by = writers[one.by] as FeedWriter;
    const at = FOUNDED_MS + (one.day + (one.aheadDays ?? 0)) * DAY_MS;
    const other = scid(NAMES[one.whom] as string);
    const drafts = by.book.drafts();
    const { hash: proposal = '' } = drafts[one.day % drafts.length] ?? {};
    const number = drafts.length + 1 - (one.day % 2);
    if (one.do === 'draft') by.write('draft', { number, title: `Draft ${one.day}`, text: '' }, at);
    else if (one.do === 'revise') by.write('revise', { proposal, title: `New ${one.day}`, text: 'b' }, at);
    else if (one.do === 'comment') by.write('comment', { proposal, text: 'well' }, at);
    else if (one.do === 'open') {
      const { hash: ballot } = propose(by, epochOf(by), undefined, at);
      by.write('vote', { ballot, choice: 'APPROVE' }, at);
    } else if (one.do === 'vote') {
      const ballots = by.book.ballots();
      const { open } = ballots[one.day % ballots.length] ?? {};
      by.write('vote', { ballot: open?.hash ?? '', choice: 'REJECT' }, at);
    } else if (one.do === 'decide') {
      decide(writers, propose(by, epochOf(by), undefined, at).hash, at);
    } else if (one.do === 'endorse') by.write('endorse', { member: other, strength: one.day * 25 }, at);
    else if (one.do === 'transfer') by.write('transfer', { to: other, amount: 1 + one.day }, at);
    else if (one.do === 'note') by.write('note', {}, at);
    else if (one.do === 'admit' && newcomers < 2) {
      newcomers += 1;
      const alias = `dave${newcomers}`;
      const change = { type: 'admit', scid: scid(alias), alias, didLog: DID_LOG };
      decide(writers, propose(by, epochOf(by), change, at).hash, at);
    } else if (one.do === 'restore' && by.head) {
      // From a copy that lacks the newest entries.
      const { hash: end } = by.head.prev?.prev ?? by.head;
      const { gen } = by.head.entry;
      by.receive(hashed({ ...by.next('restored', { end }, at), prev: end, gen: gen + 1, seq: 0 }));
    } else if (one.do === 'fork') {
      by.receive(...[true, false].map((isFirst) => hashed(by.next('note', { isFirst }, at))));
    }
    if (one.isHeard) meet(...writers);
  }
  meet(...writers);
  const entries = [...first.graph.nodes()].map(({ hash, entry }) => ({ hash, entry }));
  return { found: entries[0] as HashedEntry, entries: entries.slice(1) };
}

/** Who sees a story come entry by entry, and asks after each of them. */
class Watcher {
  readonly copy: FeedWriter;
  readonly log: IntegrityLog;
  readonly #listeners: ((nodes: readonly GraphNode[]) => void)[] = [];
  heard = 0;

  constructor(found: HashedEntry) {
    this.copy = new FeedWriter('watcher', found);
    const { graph, book } = this.copy;
    const subscribe = (listener: (nodes: readonly GraphNode[]) => void) => this.#listeners.push(listener);
    this.log = { graph, book, subscribe } as unknown as IntegrityLog;
  }

  see(entry: HashedEntry): void {
    const outcome = this.copy.graph.add(entry);
    if (outcome.kind !== 'applied') throw new Error(`${entry.entry.kind} was not applied: ${outcome.kind}`);
    for (const listener of this.#listeners) listener(outcome.nodes);
  }

  get view(): ViewContext {
    const { graph, book } = this.copy;
    const epoch = book.epochAt(graph.authors().flatMap((author) => [...graph.heads(author)]));
    // As many hold an entry as have been heard of.
    const heldBy = (node: GraphNode) => (node.height + this.heard) % 3;
    return { log: this.log, me: scid('alice'), epoch, storedAtMs: () => NOW_MS, heldBy };
  }
}

describe('what is shown of a cell, kept from entry to entry,', () => {
  it('is what it is when it is read anew: proposals, which of them are voted on, and reputation with tokens', () => {
    let kept = 0;
    let asked = 0;
    fc.assert(
      fc.property(fc.array(step, { minLength: 5, maxLength: 25 }), (steps) => {
        const { found, entries } = story(steps);
        const watcher = new Watcher(found);
        const trust = new CellTrust({ log: watcher.log, me: scid('alice'), clock: () => NOW_MS });
        const rows = new ProposalRows();
        let isAskedEarly = false;
        // Somebody else who follows the log may ask before what is kept has heard of it.
        watcher.log.subscribe(() => {
          const { view, heard } = watcher;
          if (isAskedEarly)
            expect(rows.list({ ...view, heard, aheadMs: 0 })).toEqual(proposalSummaries(view));
        });
        watcher.log.subscribe((nodes) => rows.note(watcher, nodes));
        let before: readonly unknown[] = [];
        for (const [at, entry] of entries.entries()) {
          isAskedEarly = at % 11 === 5;
          watcher.see(entry);
          // Now and then several come at once.
          if (at % 7 === 3) continue;
          if (at % 5 === 0) watcher.heard += 1;
          const { view, heard } = watcher;
          const shown = rows.list({ ...view, heard, aheadMs: 0 });
          expect(shown).toEqual(proposalSummaries(view));
          const standings = shown.map(({ id, label, state }) => ({ id, label, state }));
          const isOpen = ({ state }: { state: string }) => state === 'voting' || state === 'closing';
          expect(openVotes(view).sort(byId)).toEqual(standings.filter(isOpen).sort(byId));
          expect(
            view.log.book
              .drafts()
              .map((draft) => standingOf(view, draft))
              .sort(byId),
          ).toEqual(standings.sort(byId));
          asked += shown.length;
          kept += shown.filter((row) => before.includes(row)).length;
          before = shown;
          const anew = new CellTrust({ log: watcher.log, me: scid('alice'), clock: () => NOW_MS });
          expect(trust.view()).toEqual(anew.view());
        }
      }),
      { numRuns: RUNS },
    );
    // It proves nothing of what is kept if nothing is.
    expect(kept).toBeGreaterThan(asked / 3);
  });

  it('dates an endorsement alike, whichever was dated before it', () => {
    let dated = 0;
    fc.assert(
      fc.property(fc.array(step, { minLength: 20, maxLength: 60 }), fc.nat(), (steps, seed) => {
        // As clocks go, so that each place in a feed has another time; endorsements by clocks that are ahead.
        const inOrder = steps.toSorted((one, other) => one.day - other.day);
        const { found, entries } = story(
          inOrder.map((one) => (one.do === 'endorse' ? { ...one, aheadDays: 100 } : one)),
        );
        const watcher = new Watcher(found);
        for (const entry of entries) watcher.see(entry);
        const { graph, book } = watcher.copy;
        const fresh = () => new EndorsementDays(graph, () => true, watcher.view.epoch);
        const random = new Random(seed);
        const all = book.trust.endorsements().map(({ node }) => node);
        const mixed = all.map((node) => ({ node, at: random.next() })).sort((a, b) => a.at - b.at);
        for (const order of [all, all.toReversed(), mixed.map(({ node }) => node)]) {
          const days = fresh();
          for (const node of order) expect(days.dayOf(node)).toBe(fresh().dayOf(node));
        }
        dated += all.length;
      }),
      { numRuns: RUNS },
    );
    expect(dated).toBeGreaterThan(RUNS);
  });

  it('costs one vote one row, among however many', () => {
    const [alice, bob] = cellFoundedAt(FOUNDED_MS, 'alice', 'bob') as [FeedWriter, FeedWriter];
    const watcher = new Watcher({ hash: alice.graph.cell, entry: firstOf(alice) });
    const rows = new ProposalRows();
    watcher.log.subscribe((nodes) => rows.note(watcher, nodes));
    const ballots = Array.from({ length: 9 }, () => propose(alice, 1).hash);
    bob.syncFrom(alice);
    for (const { hash, entry } of [...alice.graph.nodes()].slice(1)) watcher.see({ hash, entry });
    const list = () => rows.list({ ...watcher.view, heard: 0, aheadMs: 0 });
    const before = list();
    const vote = bob.write('vote', { ballot: ballots[4], choice: 'REJECT' });
    watcher.see({ hash: vote.hash, entry: vote.entry });
    const after = list();
    expect(after.filter((row, at) => row !== before[at])).toHaveLength(1);
    expect(after.find((row, at) => row !== before[at])?.tally.reject).toBe(1);
  });
});

describe('what is kept of a cell', () => {
  it('seats a member who is admitted at each draft that is not voted on yet', () => {
    const writers = cellFoundedAt(FOUNDED_MS, 'alice', 'bob') as [FeedWriter, FeedWriter];
    const [alice] = writers;
    const watcher = new Watcher({ hash: alice.graph.cell, entry: firstOf(alice) });
    const rows = new ProposalRows();
    watcher.log.subscribe((nodes) => rows.note(watcher, nodes));
    alice.write('draft', { number: 2, title: 'Left for later', text: '' });
    const change = { type: 'admit', scid: scid('carol'), alias: 'carol', didLog: DID_LOG };
    decide(writers, propose(alice, 1, change).hash);
    for (const { hash, entry } of [...alice.graph.nodes()].slice(1)) {
      watcher.see({ hash, entry });
      expect(rows.list({ ...watcher.view, heard: 0, aheadMs: 0 })).toEqual(proposalSummaries(watcher.view));
    }
    const later = rows.list({ ...watcher.view, heard: 0, aheadMs: 0 }).find(({ label }) => label === 'P-2');
    expect(later?.seats.map(({ name }) => name)).toEqual(['alice', 'bob', 'carol']);
  });

  it('gives a vote one reward, though its author wrote it again after a restore', () => {
    const [alice, bob] = cellFoundedAt(FOUNDED_MS, 'alice', 'bob') as [FeedWriter, FeedWriter];
    const ballot = propose(alice, 1).hash;
    bob.syncFrom(alice);
    const { hash: end } = bob.write('note', {});
    bob.write('vote', { ballot, choice: 'APPROVE' });
    bob.receive(hashed({ ...bob.next('restored', { end }), prev: end, gen: 1, seq: 0 }));
    bob.write('vote', { ballot, choice: 'APPROVE' });
    const watcher = new Watcher({ hash: alice.graph.cell, entry: firstOf(alice) });
    const trust = new CellTrust({ log: watcher.log, me: scid('alice'), clock: () => NOW_MS });
    for (const { hash, entry } of [...bob.graph.nodes()].slice(1)) {
      watcher.see({ hash, entry });
      trust.view();
    }
    expect(watcher.copy.book.votes(ballot)).toHaveLength(2);
    expect(trust.view()?.balances.find(({ name }) => name === 'bob')).toMatchObject({ fromVotes: 5 });
    expect(trust.view()?.balances.find(({ name }) => name === 'bob')?.balance).toBe(
      trust.statement(scid('bob'), null, 50).balance,
    );
  });
});

function firstOf({ graph }: FeedWriter): HashedEntry['entry'] {
  return (graph.get(graph.cell) as GraphNode).entry;
}
