import { mkdtempSync, rmSync } from 'node:fs';
import { copyFile, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { CellHome, twoMembers } from '../../support/cell/cell-home.ts';
import { ghoststack } from '../../support/headless-node.ts';
import { pollUntil } from '../../support/poll-until.ts';

let folder: string;
let alice: CellHome;
let bob: CellHome;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'ghoststack-cell-'));
  ({ alice, bob } = await twoMembers(folder));
});

afterEach(async () => {
  await Promise.all([alice?.stop(), bob?.stop()]);
  rmSync(folder, { recursive: true, force: true });
});

/** What came to a home, as it is in its database. */
function envelopesAt({ home }: CellHome): { cell: string }[] {
  const db = new Database(join(home, 'node.db'), { readonly: true });
  try {
    const rows = db.prepare<[], { envelope: string }>('SELECT envelope FROM received_envelopes').all();
    return rows.map(({ envelope }) => JSON.parse(envelope));
  } finally {
    db.close();
  }
}

const sameState = async (): Promise<boolean> => {
  const [a, b] = await Promise.all([alice.status(), bob.status()]);
  return a.stateHash !== null && a.stateHash === b.stateHash;
};
const inSync = async (): Promise<boolean> => {
  const states = await Promise.all([alice.members(), bob.members()]);
  return states.flat().every(({ state }) => state === 'me' || state === 'inSync');
};
const connected = () => pollUntil(inSync, Boolean, 20_000);

describe('two homes in one cell', () => {
  test('a message waits for whoever is away, and arrives once, over restarts of both', async () => {
    expect((await alice.members()).map(({ name }) => name)).toEqual(['alice', 'bob']);
    await pollUntil(sameState, Boolean);
    await bob.stop();
    for (const text of ['one', 'two', 'three']) await alice.run('send', '--to', 'bob', text);
    const waiting = await alice.queue();
    expect(waiting.map(({ state }) => state)).toEqual(['queued', 'queued', 'queued']);
    for (const { reason } of waiting) expect(reason).toContain('bob');

    const backAtMs = performance.now();
    await bob.start();
    await pollUntil(
      () => bob.inbox(),
      (inbox) => inbox.length >= 3,
    );
    process.stderr.write(
      `three messages arrived ${Math.round(performance.now() - backAtMs)} ms after bob was started\n`,
    );
    const received = await bob.inbox();
    expect(received.map(({ from, text }) => [from, text])).toEqual([
      ['alice', 'one'],
      ['alice', 'two'],
      ['alice', 'three'],
    ]);
    await pollUntil(
      () => alice.queue(),
      (queue) => queue.every(({ state }) => state === 'delivered'),
    );

    await Promise.all([alice.stop(), bob.stop()]);
    await Promise.all([alice.start(), bob.start()]);
    await connected();
    expect((await bob.inbox()).map(({ id }) => id)).toEqual(received.map(({ id }) => id));
    expect(await sameState()).toBe(true);
    // What went over the wire was written in this cell.
    const { cell } = await alice.status();
    expect(envelopesAt(bob).map((envelope) => envelope.cell)).toEqual([cell, cell, cell]);
  });

  test('a message to everyone reaches a member that was away', async () => {
    await bob.stop();
    await alice.run('send', '--to', 'broadcast', 'to all');
    await bob.start();
    const inbox = await pollUntil(
      () => bob.inbox(),
      ({ length }) => length > 0,
    );
    expect(inbox.map(({ from, text }) => [from, text])).toEqual([['alice', 'to all']]);
    await pollUntil(
      () => alice.queue(),
      (queue) => queue.every(({ state }) => state === 'delivered'),
    );
  });

  test('the log verifies, and a changed byte or a cut end is named', async () => {
    const file = join(folder, 'maple.log');
    await pollUntil(sameState, Boolean);
    expect(await alice.run('log', 'verify')).toMatchObject({ ok: true, name: 'Maple Street' });
    await ghoststack('log', 'export', '--home', alice.home, '--key-file', alice.keyFile, file);
    expect(await ghoststack('log', 'verify', file)).toMatchObject({ ok: true, name: 'Maple Street' });

    const damaged = join(folder, 'damaged.log');
    await copyFile(file, damaged);
    const bytes = await readFile(damaged);
    const at = bytes.indexOf('"kind":"vote"');
    bytes[at + 9] = 'V'.charCodeAt(0);
    await writeFile(damaged, bytes);
    await expect(ghoststack('log', 'verify', damaged)).rejects.toMatchObject({
      code: 1,
      stderr: expect.stringMatching(/Line \d+: receipt Qm\w+ \d+/),
    });
    const text = await readFile(file, 'utf8');
    await writeFile(damaged, text.slice(0, text.lastIndexOf('\n', text.length - 2) + 1));
    await expect(ghoststack('log', 'verify', damaged)).rejects.toMatchObject({
      code: 1,
      stderr: expect.stringContaining('cut'),
    });
  });

  test('invitations that are used, wrong or for somebody else are refused with their own codes', async () => {
    const carol = new CellHome(folder, 'carol');
    await carol.run('init', '--name', 'carol');
    await carol.start();
    try {
      await expect(carol.run('join', 'not-a-code')).rejects.toMatchObject({
        code: 1,
        stderr: expect.stringContaining('"malformed"'),
      });
      const { code } = await alice.run<{ code: string }>('invite');
      const dave = new CellHome(folder, 'dave');
      await dave.run('init', '--name', 'dave');
      // bob is away, so that the admission of carol waits for him.
      await bob.stop();
      await expect(carol.run('join', '--wait', '2', code)).rejects.toMatchObject({
        code: 1,
        stderr: expect.stringContaining('"pending"'),
      });
      await expect(dave.run('join', '--listen', '127.0.0.1:0', '--wait', '10', code)).rejects.toMatchObject({
        code: 1,
        stderr: expect.stringContaining('used by somebody else'),
      });
      await bob.start('--accept-joins');
      expect(await carol.run('join', code)).toMatchObject({ admitted: true, name: 'Maple Street' });
    } finally {
      await carol.stop();
    }
  });
});
