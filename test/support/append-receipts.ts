/** Receipts that the founder of a cell wrote while its node was not running: signed, and put into its home as rows. */
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { EntryGraph, type GraphNode } from '#shared/protocol/log/entry-graph.ts';
import { readKeyFile } from '../../electron/node/identity/key-file.ts';
import { unlockKeyStore } from '../../electron/node/identity/key-store.ts';
import { nextEntry } from '../../electron/node/log/next-entry.ts';
import { parseEntry, signEntry } from '../../electron/node/log/signed-entry.ts';

interface ToAppend {
  readonly home: string;
  readonly keyFile: string;
  readonly count: number;
}

/** Endorsements of the second member; returns how many receipts there are then. */
export async function appendReceipts({ home, keyFile, count }: ToAppend): Promise<number> {
  const secret = readKeyFile(keyFile);
  const key = await unlockKeyStore(join(home, 'key.json'), { kind: 'secret', secret, origin: 'key-file' });
  const db = new Database(join(home, 'node.db'));
  try {
    const rows = db
      .prepare<[], { cell: string; entry: string }>('SELECT cell, entry FROM log_entries ORDER BY position')
      .all();
    const cell = rows[0]?.cell ?? '';
    const graph = new EntryGraph(cell);
    for (const { entry } of rows) graph.add(parseEntry(entry));
    const author = { scid: (graph.get(cell) as GraphNode).entry.author, key };
    const member = graph.authors().find((other) => other !== author.scid) ?? memberAdmitted(graph);
    const insert = db.prepare(
      `INSERT INTO log_entries (cell, hash, author, gen, seq, kind, entry, received_at_ms)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
    );
    db.transaction(() => {
      for (let at = 0; at < count; at += 1) {
        const body = { member, strength: 1 + (at % 1000) };
        const entry = nextEntry(graph, author, Date.now(), 'endorse', body);
        const signed = signEntry(key, entry);
        graph.add(signed);
        const { gen, seq, kind } = entry;
        insert.run(cell, signed.hash, author.scid, gen, seq, kind, signed.text, entry.at);
      }
    })();
    return graph.size;
  } finally {
    db.close();
  }
}

/** Who has written nothing yet. */
function memberAdmitted(graph: EntryGraph): string {
  for (const { entry } of graph.nodes()) {
    const { change } = entry.body as { change?: { type: string; scid: string } };
    if (change?.type === 'admit') return change.scid;
  }
  throw new Error('there is one member only');
}
