/** A log in which much went wrong, as it comes from a database: for tests of how it is read. */
import { ZERO_HASH } from '#shared/protocol/log/entry.ts';
import type { GraphNode } from '#shared/protocol/log/entry-graph.ts';
import { authoriseEntry } from '../../../electron/node/cell/deciding/authorise-entry.ts';
import { encodeMultikey } from '../../../electron/node/crypto/multikey.ts';
import type { DidLogEntry } from '../../../electron/node/identity/did-webvh/index.ts';
import { LogCheckpoint } from '../../../electron/node/log/checkpoint/log-checkpoint.ts';
import { IntegrityLog } from '../../../electron/node/log/integrity-log.ts';
import { LogStore } from '../../../electron/node/log/log-store.ts';
import { type CheckedEntry, readStoredEntry } from '../../../electron/node/log/signed-entry.ts';
import type { Store } from '../../../electron/node/store/store.ts';
import { admitAll, Chronicle, fill, newcomers, type Writer, writerOf } from '../long-history.ts';
import { foundingOf } from './founding.ts';
import { changedByDevice } from './member-did-log.ts';
import { RealMember } from './real-member.ts';

type Members = readonly [Writer, Writer, Writer, Writer, Writer];

/**
 * One forks and is proved to, one is removed, one changes its key, one goes on after a restore, and one signs what counts
 * for nothing.
 */
export function troubledHistory(receipts: number): CheckedEntry[] {
  const alice = new RealMember('alice', 1);
  const founding = foundingOf(alice, alice.nowMs);
  const history = [founding];
  const chronicle = new Chronicle(founding, (_, hash, text) => {
    history.push(readStoredEntry(hash, text));
  });
  const founder = writerOf('alice', alice.key, alice.identity.log);
  alice.close();
  const writers = [founder, ...newcomers(alice.nowMs)] as unknown as Members;
  admitAll(chronicle, writers);
  fill(chronicle, writers, Math.floor(receipts * 0.9));
  fill(chronicle, trouble(chronicle, writers), receipts);
  return history;
}

/** Returns those who go on writing. */
function trouble(chronicle: Chronicle, [alice, old, carol, dave, erin]: Members): Writer[] {
  const head = chronicle.graph.heads(dave.scid)[0] as GraphNode;
  const at = { seq: head.entry.seq + 1, prev: head.hash, seen: {} };
  const two = [1, 2].map((take) => chronicle.write(dave, 'note', { take }, at));
  chronicle.write(alice, 'note', { text: 'cites both' });
  chronicle.write(alice, 'proof', { member: dave.scid, entries: two.sort() });
  const end = chronicle.graph.heads(erin.scid)[0]?.hash ?? ZERO_HASH;
  const remove = { type: 'remove', scid: erin.scid, end } as const;
  const proposal = chronicle.draft(alice, 'Remove erin', '');
  chronicle.decide([alice, old, carol, dave], proposal, () => 'APPROVE', remove);
  const bob = rekeyed(chronicle, old, [alice, old, carol]);
  chronicle.write(erin, 'transfer', { to: alice.scid, amount: 1 });
  const { hash } = chronicle.graph.heads(carol.scid)[0] as GraphNode;
  chronicle.write(carol, 'restored', { end: hash }, { gen: 3, seq: 0 });
  chronicle.write(bob, 'vote', { ballot: 'ab'.repeat(32), choice: 'APPROVE' });
  chronicle.write(bob, 'draft', { number: 1, title: 'A number that is taken', text: '' });
  return [alice, bob, carol];
}

function rekeyed(chronicle: Chronicle, old: Writer, by: readonly [Writer, ...Writer[]]): Writer {
  const { versions, key } = changedByDevice(old.key, old.didLog as DidLogEntry[], chronicle.graph.size);
  const change = {
    type: 'rekey',
    scid: old.scid,
    versions: versions.map((one) => ({ ...one })),
    lost: false,
  } as const;
  chronicle.decide(by, chronicle.draft(by[0], `Change the key of ${old.name}`, ''), () => 'APPROVE', change);
  return { ...old, key, multikey: encodeMultikey('ed25519', key.publicKey) };
}

export function storeRows(store: Store, entries: readonly CheckedEntry[]): void {
  const [first] = entries;
  if (!first) return;
  const cell = first.entry.cell === ZERO_HASH ? first.hash : first.entry.cell;
  const rows = new LogStore(store);
  rows.transaction(() => {
    for (const entry of entries) rows.insert(cell, entry, 0);
  });
}

export interface OpenedLog {
  readonly log: IntegrityLog;
  readonly checkpoint: LogCheckpoint | null;
  /** Why all was judged anew. */
  readonly anew: readonly string[];
}

/** `code` null: without a checkpoint. */
export function openedLog(
  store: Store,
  cell: string,
  code: string | null = 'this code',
  home = 'here',
): OpenedLog {
  const anew: string[] = [];
  const checkpoint = code === null ? null : new LogCheckpoint({ store, cell, code, home });
  const log = new IntegrityLog({
    cell,
    store: new LogStore(store),
    clock: () => 0,
    authorise: authoriseEntry,
    author: null,
    checkpoint,
    judgedAnew: (why) => anew.push(why),
  });
  return { log, checkpoint, anew };
}
