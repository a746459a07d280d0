import fc from 'fast-check';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Entry } from '#shared/protocol/log/entry.ts';
import { EntryGraph, type GraphNode } from '#shared/protocol/log/entry-graph.ts';
import { seenSince } from '#shared/protocol/log/exchange.ts';
import { foldCell } from '#shared/protocol/state/cell-state.ts';
import type { IntegrityLog } from '../../electron/node/log/integrity-log.ts';
import type { CheckedEntry } from '../../electron/node/log/signed-entry.ts';
import { openStore, type Store } from '../../electron/node/store/store.ts';
import { Random } from '../simulation/random.ts';
import { type OpenedLog, openedLog, storeRows, troubledHistory } from '../support/cell/troubled-history.ts';

/** More than two chunks. */
const RECEIPTS = 2300;
const RUNS = process.env.GHOSTSTACK_LONG ? 40 : 4;

let cell: string;
let history: CheckedEntry[];
const open: Store[] = [];

beforeAll(() => {
  history = troubledHistory(RECEIPTS);
  cell = history[0]?.hash ?? '';
});

afterEach(() => {
  for (const store of open.splice(0)) store.close();
});

/** The history in another order in which causes come first. */
function reordered(random: () => number): CheckedEntry[] {
  const shuffled = history.map((entry) => ({ entry, at: random() })).sort((a, b) => a.at - b.at);
  const order: string[] = [];
  const graph = new EntryGraph(cell, { applied: ({ hash }) => order.push(hash) });
  for (const { entry } of shuffled) graph.add(entry);
  const byHash = new Map(history.map((entry) => [entry.hash, entry]));
  return order.map((hash) => byHash.get(hash) as CheckedEntry);
}

function stored(entries: readonly CheckedEntry[]): Store {
  const store = openStore({ path: ':memory:' });
  open.push(store);
  storeRows(store, entries);
  return store;
}

function opened(store: Store, code?: string | null, home?: string): OpenedLog {
  return openedLog(store, cell, code, home);
}

function writeAll({ log, checkpoint }: OpenedLog): void {
  while (checkpoint?.write(log));
}

/** All that is said of a log by anything that asks it. */
function told({ graph, book }: IntegrityLog): unknown {
  const hashes = (nodes: readonly GraphNode[]) => nodes.map(({ hash }) => hash);
  const tips = (of: ReadonlyMap<string, readonly GraphNode[]>) =>
    [...of].map(([author, nodes]) => [author, hashes(nodes)]).sort();
  const epochs = graph.authors().flatMap((author) => graph.heads(author));
  return {
    state: foldCell(book),
    epoch: { ...book.epochAt(epochs), ended: [...book.epochAt(epochs).ended] },
    heads: graph.authors().map((author) => [author, hashes(graph.heads(author))]),
    forks: graph.forkedAuthors().map((author) => graph.forkedPlaces(author).map(hashes)),
    seen: graph.authors().map((author) => seenSince(graph, author, graph.heads(author)[0] ?? null)),
    entries: [...graph.nodes()].map((node) => ({
      hash: node.hash,
      parents: hashes(node.parents),
      prev: node.prev?.hash,
      at: [node.height, node.depth, node.entry.at, node.entry.gen, node.entry.seq, node.entry.kind],
      by: [node.entry.author, node.entry.key],
      body: node.entry.body,
      tips: tips(node.tips),
      verdict: book.verdict(node),
      epoch: [book.epochOf(node).number, book.epochOf(node).certifiedBy],
      drafted: book.draftedBefore(node),
    })),
    drafts: hashes(book.drafts()),
    certified: book.slots().map((slot) => [slot, book.isCertified(slot)]),
    ballots: book.ballots().map(({ open, body, slot, proposer, electorate }) => ({
      open: open.hash,
      body: { ...body },
      slot,
      proposer,
      electorate: electorate.number,
      votes: hashes(book.votes(open.hash)),
      closes: hashes(book.closes(open.hash)),
      withdraws: hashes(book.withdraws(open.hash)),
      signs: book.signs(slot).map(({ node, body: signed, key }) => [node.hash, signed, key]),
      confirms: book.confirms(slot).map(({ node, body: signed, key }) => [node.hash, signed, key]),
      said: hashes(book.deliberationOn(body.proposal)),
    })),
    proofs: graph.authors().map((author) => hashes(book.proofs(author))),
    changes: graph
      .authors()
      .map((author) => [
        book.trust.firstAdmission(author),
        book.trust.changesOf(author).map(({ node, ...change }) => ({ ...change, hash: node.hash })),
      ]),
    endorsements: book.trust.endorsements().map(({ node, body }) => [node.hash, body]),
  };
}

/** What follows is judged alike: the same entry of each author, looked at by both. */
function foreseen({ graph, book }: IntegrityLog): unknown {
  return graph.authors().map((author) => {
    const head = graph.heads(author)[0] as GraphNode;
    const verdicts = [
      {
        kind: 'transfer',
        body: {
          to: (graph.authors()[0] ?? '') === author ? graph.authors()[1] : graph.authors()[0],
          amount: 40,
        },
      },
      { kind: 'open', body: book.ballots().at(-1)?.body as unknown as Entry['body'] },
    ].map(({ kind, body }) => {
      const { gen, seq, key } = head.entry;
      const seen = seenSince(graph, author, head);
      const entry = {
        v: 1,
        cell,
        author,
        gen,
        seq: seq + 1,
        prev: head.hash,
        seen,
        at: 0,
        kind,
        body,
        key,
      } as Entry;
      const node = graph.preview({ hash: 'cd'.repeat(32), entry });
      return 'code' in node ? node.code : book.preview(node);
    });
    return verdicts;
  });
}

describe('a checkpoint of a log', () => {
  it('and what came after it are what judging every row is, for any order and any cut', () => {
    fc.assert(
      fc.property(
        fc.nat(),
        fc.integer({ min: 1, max: RECEIPTS }),
        fc.integer({ min: 0, max: 300 }),
        (seed, cut, more) => {
          const random = new Random(seed);
          const order = reordered(() => random.next());
          const store = stored(order.slice(0, cut));
          writeAll(opened(store));
          storeRows(store, order.slice(cut, cut + more));
          // A part that was not full is written anew.
          writeAll(opened(store));
          storeRows(store, order.slice(cut + more));
          const fromCheckpoint = opened(store);
          expect(fromCheckpoint.anew).toEqual([]);
          expect(fromCheckpoint.checkpoint?.lag(fromCheckpoint.log)).toBe(
            order.length - Math.min(order.length, cut + more),
          );
          const rebuilt = opened(store, null);
          expect(told(fromCheckpoint.log)).toEqual(told(rebuilt.log));
          expect(foreseen(fromCheckpoint.log)).toEqual(foreseen(rebuilt.log));
        },
      ),
      { numRuns: RUNS },
    );
  });

  it('says of a slot that it is certified once as many have confirmed as certify it', () => {
    const store = stored([]);
    const found: { readonly taken: boolean; readonly rebuilt: boolean }[] = [];
    const isConfirm = ({ entry }: CheckedEntry) => entry.kind === 'confirm';
    const last = history.findLastIndex(isConfirm);
    const first = history.findLastIndex((one, at) => at < last && !isConfirm(one)) + 1;
    const slot = String(history[last]?.entry.body.slot);
    for (let from = 0, to = first; to <= last; to += 1, from = to) {
      storeRows(store, history.slice(from, to + 1));
      writeAll(opened(store));
      const is = (code?: null) => opened(store, code).log.book.isCertified(slot);
      found.push({ taken: is(), rebuilt: is(null) });
    }
    expect(found.map(({ taken }) => taken)).toEqual(found.map(({ rebuilt }) => rebuilt));
    expect(new Set(found.map(({ taken }) => taken))).toEqual(new Set([false, true]));
  });

  it('is judged anew by other code, in another home, and where a byte of it or of its rows is another', () => {
    const store = stored(history);
    writeAll(opened(store));
    expect(opened(store, 'other code').anew).toEqual(['old']);
    expect(opened(store, 'this code', 'elsewhere').anew).toEqual(['damaged']);
    const whole = told(opened(store, null).log);
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 2 }),
        fc.constantFrom('data', 'digest', 'rows', 'last_position', 'part'),
        fc.nat(),
        (part, column, place) => {
          const before = store.db.prepare('SELECT * FROM log_checkpoints').all() as Record<string, unknown>[];
          damage(store, part, column, place);
          const { log, anew } = opened(store);
          expect(anew).toEqual(['damaged']);
          expect(log.graph.size).toBe(history.length);
          if (place % 4 === 0) expect(told(log)).toEqual(whole);
          store.db.exec('DELETE FROM log_checkpoints');
          for (const row of before)
            store.db
              .prepare(
                `INSERT INTO log_checkpoints (cell, part, made_by, rows, last_position, digest, data)
                 VALUES (@cell, @part, @made_by, @rows, @last_position, @digest, @data)`,
              )
              .run(row);
        },
      ),
      { numRuns: RUNS },
    );
    expect(opened(store).anew).toEqual([]);
    const [{ hash }] = history.slice(5) as [CheckedEntry];
    store.db.prepare("UPDATE log_entries SET entry = replace(entry, '1', '2') WHERE hash = ?").run(hash);
    expect(store.db.prepare('SELECT count(*) FROM log_checkpoints').pluck().get()).toBe(0);
    expect(opened(store).log.graph.get(hash)).toBeUndefined();
  });
});

function damage(store: Store, part: number, column: string, place: number): void {
  if (column === 'rows' || column === 'last_position' || column === 'part') {
    store.db.prepare(`UPDATE log_checkpoints SET ${column} = ${column} + 100 WHERE part = ?`).run(part);
    return;
  }
  const bytes = store.db
    .prepare(`SELECT ${column} FROM log_checkpoints WHERE part = ?`)
    .pluck()
    .get(part) as Buffer;
  const at = place % bytes.length;
  bytes[at] = (bytes[at] as number) ^ 1;
  store.db.prepare(`UPDATE log_checkpoints SET ${column} = ? WHERE part = ?`).run(bytes, part);
}
