import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { inEnglish } from '#shared/protocol/saying.ts';
import { KINDS } from '#shared/protocol/state/kinds.ts';
import { encodeMultikey } from '../../../electron/node/crypto/multikey.ts';
import { SigningKey } from '../../../electron/node/crypto/signing-key.ts';
import { parseEntry, signEntry } from '../../../electron/node/log/signed-entry.ts';
import { createNode } from '../../../electron/node/root/create-node.ts';
import { openHome } from '../../../electron/node/root/home.ts';
import type { GhostNode } from '../../../electron/node/root/node.ts';
import { openStore } from '../../../electron/node/store/store.ts';

const PASSPHRASE = { kind: 'passphrase', passphrase: 'correct horse' } as const;
const PROBLEM = 'Reading stored receipts failed';

let folder: string;
let node: GhostNode | null = null;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'ghoststack-bad-rows-'));
  vi.stubEnv('GHOSTSTACK_STATE_DIR', join(folder, 'state'));
  vi.spyOn(console, 'error').mockImplementation(() => undefined);
  const first = await started();
  await first.createKey('alice', PASSPHRASE);
  await first.cell.found('Maple Street');
  propose(first);
});

afterEach(async () => {
  vi.restoreAllMocks();
  vi.unstubAllEnvs();
  await node?.stop();
  node = null;
  rmSync(folder, { recursive: true, force: true });
});

async function started(): Promise<GhostNode> {
  await node?.stop();
  node = null;
  node = await createNode({
    home: openHome(join(folder, 'home')),
    listen: [],
    network: false,
    protection: PASSPHRASE,
    deviceSecret: null,
  });
  return node;
}

const propose = (at: GhostNode) =>
  at.cell.deciding().propose({ title: 'Paint the shed', text: '', open: false });
const signingBarred = (at: GhostNode) => {
  const barred = at.cell.current?.signingBarred() ?? null;
  return barred && inEnglish(barred);
};

interface Row {
  position: number;
  hash: string;
  entry: string;
}

/** The home's rows, changed while no node runs on it; returns what `change` returns. */
async function onDisk<T>(change: (db: ReturnType<typeof openStore>['db'], newest: Row) => T): Promise<T> {
  await node?.stop();
  node = null;
  const store = openStore({ path: join(folder, 'home', 'node.db') });
  try {
    const newest = store.db.prepare('SELECT * FROM log_entries ORDER BY position DESC').get() as Row;
    return change(store.db, newest);
  } finally {
    store.close();
  }
}

const count = (table: string) =>
  onDisk((db) => db.prepare(`SELECT count(*) FROM ${table}`).pluck().get() as number);

/** A row under the name of the newest entry's author, signed by another key. */
function forge(db: ReturnType<typeof openStore>['db'], newest: Row): void {
  const { hash, entry } = parseEntry(newest.entry);
  const stranger = SigningKey.generate();
  const forged = signEntry(stranger, {
    ...entry,
    seq: entry.seq + 1,
    prev: hash,
    key: encodeMultikey('ed25519', stranger.publicKey),
  });
  db.prepare(
    `INSERT INTO log_entries (cell, hash, author, gen, seq, kind, entry, received_at_ms)
     VALUES (?, ?, ?, ?, ?, ?, ?, 0)`,
  ).run(entry.cell, forged.hash, entry.author, entry.gen, entry.seq + 1, entry.kind, forged.text);
}

describe('a row that has no place in the log', () => {
  it('is set aside and named, and its author, in whose name another signed, goes on', async () => {
    await onDisk(forge);
    const again = await started();
    expect(again.problem?.message).toContain(PROBLEM);
    expect(again.problem?.message).toContain('its key is not in the DID log of its author');
    expect(signingBarred(again)).toBeNull();
    propose(again);
    expect(await count('log_set_aside')).toBe(1);
    expect((await started()).problem).toBeNull();
  });

  it('is set aside where the computer was off for so long that nobody bears out its clock yet', async () => {
    await onDisk((db, newest) => {
      forge(db, newest);
      db.prepare('UPDATE log_entries SET received_at_ms = received_at_ms - 86400000').run();
      db.prepare("DELETE FROM settings WHERE key = 'clock'").run();
    });
    const again = await started();
    expect(again.problem?.message).toContain(PROBLEM);
    expect(again.cell.current?.epoch()?.members).toHaveLength(1);
    propose(again);
  });

  it.each([
    ['is no JSON', (text: string) => text.slice(1)],
    ['has another title', (text: string) => text.replace('Paint the shed', 'Paint the shop')],
    ['is a value of another kind', () => '[1]'],
  ])('because its text %s keeps its author from writing at its place again', async (_, damage) => {
    await onDisk((db, { hash, entry }) =>
      db.prepare('UPDATE log_entries SET entry = ? WHERE hash = ?').run(damage(entry), hash),
    );
    // The mark outside of the home would tell as well; this must hold without it.
    rmSync(join(folder, 'state'), { recursive: true });
    const again = await started();
    expect(again.phase).toBe('running');
    expect(again.problem?.message).toContain(PROBLEM);
    expect(signingBarred(again)).toContain('were set aside');
    expect(() => propose(again)).toThrow('were set aside');
    // It stays so at the next start, until the operator goes on in a new generation.
    const later = await started();
    expect(signingBarred(later)).toContain('were set aside');
    later.cell.resumeSigning();
    propose(later);
    const { log, author } = later.cell.current ?? {};
    expect(log?.graph.heads(author?.scid ?? '').map(({ entry }) => entry.gen)).not.toEqual([0]);
  });

  it('because judging it throws stops no start, and nothing is signed at its place', async () => {
    const draft = vi.spyOn(KINDS.draft.body, 'safeParse').mockImplementation(() => {
      throw new RangeError('this schema throws');
    });
    const again = await started();
    expect(again.phase).toBe('running');
    expect(again.problem?.message).toContain('this schema throws');
    expect(signingBarred(again)).toContain('were set aside');
    draft.mockRestore();
    expect(await count('log_entries')).toBe(1);
  });
});
