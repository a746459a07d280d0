import {
  copyFileSync,
  existsSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { findDamage } from '../../../electron/node/root/damage/find-damage.ts';
import type { HomeCard } from '../../../electron/node/root/damage/home-card.ts';
import { goOnSalvaging, salvage } from '../../../electron/node/root/damage/salvage.ts';
import { MIGRATIONS } from '../../../electron/node/store/migrations/index.ts';
import { SafetyState } from '../../../electron/node/store/safety-state.ts';
import { openStore, type Store } from '../../../electron/node/store/store.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

const NEWEST = MIGRATIONS.at(-1)?.version ?? 0;
const CELL = 'c'.repeat(64);
let clock = Date.UTC(2026, 4, 10, 9, 12);

function messageRow(store: Store, number: number): void {
  store.db
    .prepare(
      `INSERT INTO messages (sender, recipient, payload, uuid, direction, thread, sender_did, state, payload_bytes,
         created_at_ms, expires_at_ms) VALUES ('a', 'b', ?, ?, 'out', 't', 'd', 'queued', 1, 1, 2)`,
    )
    .run(`text ${number} ${'x'.repeat(900)}`, `uuid ${number}`);
}

/** A home with 200 messages, and what it remembers of itself. */
function aHome() {
  const folder = temporaryFolder();
  const databasePath = join(folder, 'node.db');
  const store = openStore({ path: databasePath });
  for (let number = 1; number <= 200; number += 1) messageRow(store, number);
  store.db.prepare('INSERT INTO cells (cell, position, joined_at_ms) VALUES (?, 1, 5)').run(CELL);
  const homeId = new SafetyState(store).homeId();
  store.close();
  const at = (name: string) => join(folder, name);
  const home = { databasePath, didLogPath: at('did.jsonl') };
  const card: HomeCard = {
    schema: NEWEST,
    homeId,
    cell: { id: CELL, joinedAtMs: 5, members: [] },
    receipts: 3,
    messages: 200,
  };
  const options = { home, card, stateFolder: at('state'), nowMs: () => (clock += 1000) };
  const look = () => findDamage(databasePath, card, true);
  const read = () => {
    const opened = openStore({ path: databasePath });
    opened.integrityCheck();
    const messages = opened.db.prepare('SELECT count(*) FROM messages').pluck().get();
    const cells = opened.db.prepare('SELECT cell FROM cells').pluck().all();
    const id = new SafetyState(opened).homeId();
    opened.close();
    return { messages, cells, id };
  };
  return { folder, databasePath, card, options, look, read, homeId };
}

/** Bytes at a place are others. */
function write(path: string, at: number, bytes: readonly number[]): void {
  const all = Buffer.from(readFileSync(path));
  Buffer.from(bytes).copy(all, at);
  writeFileSync(path, all);
}

describe('a damaged database', () => {
  it('is no damage where nothing is wrong, where a home begins, and where a newer version has written', () => {
    const { databasePath, look, card } = aHome();
    expect(look()).toBeNull();
    expect(findDamage(`${databasePath}.none`, null, true)).toBeNull();
    const store = openStore({ path: databasePath });
    store.db.exec('CREATE TABLE of_tomorrow (id INTEGER) STRICT');
    store.db.pragma(`user_version = ${NEWEST + 1}`);
    store.close();
    expect(look()).toBeNull();
    expect(findDamage(databasePath, { ...card, schema: NEWEST + 1 }, true)).toBeNull();
  });

  it('is kept as a copy, and what can be read of it is in the new one', () => {
    const { databasePath, look, options, read, homeId, folder } = aHome();
    // A page of messages, wherever the tables before it have put it.
    const place = readFileSync(databasePath).indexOf('text 100 x');
    write(databasePath, Math.floor(place / 4096) * 4096, Array(4096).fill(0));
    const before = statSync(databasePath).size;
    const found = look();
    expect(found).toBe('pages');
    const note = salvage(found ?? 'pages', options);
    expect(note.copy).toBe('node.db.damaged-2026-05-10-091201');
    expect(statSync(join(folder, note.copy ?? '')).size).toBe(before);
    const { messages, cells, id } = read();
    expect([cells, id]).toEqual([[CELL], homeId]);
    expect(messages).toBeGreaterThan(190);
    expect(messages).toBeLessThan(200);
    expect(note.messages + note.lostMessages).toBe(200);
    expect(look()).toBeNull();
    expect(goOnSalvaging(options)).toBeNull();
  });

  it('of which nothing is left still says which home it is and which cell, and what there was', () => {
    for (const harm of [(path: string) => truncateSync(path, 0), (path: string) => rmSync(path)]) {
      const { databasePath, look, options, read, homeId } = aHome();
      harm(databasePath);
      expect(look()).toBe('gone');
      const note = salvage('gone', options);
      expect(note).toMatchObject({ receipts: 0, messages: 0, lostReceipts: 3, lostMessages: 200 });
      expect(read()).toEqual({ messages: 0, cells: [CELL], id: homeId });
    }
  });

  it('that calls itself what it never was is carried over whole', () => {
    // The number of its schema, its program, its format: bytes of the header that no check of SQLite looks at.
    for (const [at, byte] of [
      [63, 99],
      [68, 1],
      [63, 1],
    ] as const) {
      const { databasePath, look, options, read, homeId } = aHome();
      write(databasePath, at, [byte]);
      expect(look(), `${at}`).toBe('header');
      salvage('header', options);
      expect(read()).toEqual({ messages: 200, cells: [CELL], id: homeId });
    }
  });

  it('is gone on with where a crash has cut the saving short, and never twice', () => {
    const { databasePath, options, read, folder } = aHome();
    const whole = `${databasePath}.whole`;
    copyFileSync(databasePath, whole);
    const plan = { atMs: 7, found: 'pages', copy: 'node.db.damaged-then' };
    const begin = () => writeFileSync(join(folder, 'salvage.json'), JSON.stringify(plan));
    // Before anything was moved; after it was, with half of a new one; and with the new one in its place.
    const moments = [
      () => {},
      () => {
        renameSync(databasePath, join(folder, plan.copy));
        writeFileSync(`${databasePath}.made`, 'half');
      },
      () => copyFileSync(whole, join(folder, plan.copy)),
    ];
    for (const [index, arrive] of moments.entries()) {
      begin();
      arrive();
      expect(goOnSalvaging(options)?.atMs, `moment ${index}`).toBe(7);
      expect(existsSync(join(folder, 'salvage.json'))).toBe(false);
      expect(read().messages).toBe(200);
      if (index === 1) continue;
      rmSync(join(folder, plan.copy), { force: true });
      if (index === 0) copyFileSync(whole, databasePath);
    }
    expect(readdirSync(folder).filter((name) => name.includes('.made'))).toEqual([]);
  });

  it('keeps three copies at most', () => {
    const { databasePath, options, folder } = aHome();
    for (let time = 0; time < 5; time += 1) {
      truncateSync(databasePath, 0);
      salvage('gone', options);
    }
    const copies = readdirSync(folder).filter((name) => /damaged-[\d-]+$/.test(name));
    expect(copies).toHaveLength(3);
  });
});
