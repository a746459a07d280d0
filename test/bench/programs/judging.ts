// A log judged from its first entry on, as at a start and by `log verify`, without hashes and signatures: what the rules
// cost. Argument: how many entries. Asked for a kind, it answers how long that takes, ms.
import { type HashedEntry, ZERO_HASH } from '#shared/protocol/log/entry.ts';
import { EntryGraph, type GraphNode } from '#shared/protocol/log/entry-graph.ts';
import { CellBook } from '#shared/protocol/state/cell-book.ts';
import { foldCell } from '#shared/protocol/state/cell-state.ts';
import { FeedWriter, scid } from '../../support/cell/feed-writer.ts';
import { cellOf, decide, propose } from '../../support/cell/trust-cell.ts';

import { answerBench } from '../frame/program.ts';

/** Troubled: one member has forked, one was removed. */
export type Judged = 'endorse' | 'draft' | 'transfer' | 'transfer-troubled';

type Write = (alice: FeedWriter, bob: FeedWriter, index: number) => void;

const endorse: Write = (alice, _, index) =>
  alice.write('endorse', { member: scid('bob'), strength: 1 + (index % 1000) });
const draft: Write = (alice, _, index) =>
  alice.write('draft', { number: alice.book.drafts().length + 1, title: `Proposal ${index}`, text: '' });
/** Back and forth, so that nobody runs out of tokens, and each has seen what the other wrote. */
const transfer: Write = (alice, bob, index) => {
  const [from, to, name] =
    index % 2 === 0 ? ([alice, bob, 'bob'] as const) : ([bob, alice, 'alice'] as const);
  to.receive(from.write('transfer', { to: scid(name), amount: 1 }));
};

function logOf(size: number, write: Write, isTroubled = false): HashedEntry[] {
  const [alice, bob, carol, dave] = cellOf('alice', 'bob', 'carol', 'dave') as [
    FeedWriter,
    FeedWriter,
    FeedWriter,
    FeedWriter,
  ];
  if (isTroubled) {
    const copy = new FeedWriter('carol', firstOf(alice));
    copy.syncFrom(carol);
    for (const [writer, strength] of [
      [carol, 1],
      [copy, 2],
    ] as const) {
      for (let i = 0; i < 50; i += 1) writer.write('endorse', { member: scid('bob'), strength });
      alice.syncFrom(writer);
    }
    const end = alice.graph.heads(scid('dave'))[0]?.hash ?? ZERO_HASH;
    const remove = { type: 'remove', scid: scid('dave'), end };
    decide([alice, bob, dave], propose(alice, 3, remove).hash);
    if (alice.book.epochAt([...alice.graph.nodes()]).ended.size === 0) throw new Error('nobody was removed');
  }
  for (let index = 0; index < size; index += 1) write(alice, bob, index);
  return [...alice.graph.nodes()].map(({ hash, entry }: GraphNode) => ({ hash, entry }));
}

function firstOf({ graph }: FeedWriter): HashedEntry {
  const { hash, entry } = graph.get(graph.cell) as GraphNode;
  return { hash, entry };
}

/** Milliseconds to judge the log and to fold it to a state. */
function replayMs(entries: readonly HashedEntry[]): number {
  const startMs = performance.now();
  const graph = new EntryGraph((entries[0] as HashedEntry).hash, { applied: (node) => book.apply(node) });
  const book: CellBook = new CellBook(graph);
  for (const entry of entries) graph.add(entry);
  foldCell(book);
  if (graph.size !== entries.length)
    throw new Error(`${graph.size} of ${entries.length} entries were applied`);
  return performance.now() - startMs;
}
const WRITES: Readonly<Record<Judged, Write>> = {
  endorse,
  draft,
  transfer,
  'transfer-troubled': transfer,
};

answerBench(async (_root, entries = '') => {
  const logs = new Map<Judged, HashedEntry[]>();
  return (question) => {
    const kind = question as Judged;
    const known = logs.get(kind);
    const log = known ?? logOf(Number(entries), WRITES[kind], kind === 'transfer-troubled');
    logs.set(kind, log);
    // The first time, in which code is compiled, does not count.
    if (!known) replayMs(log);
    return replayMs(log);
  };
});
