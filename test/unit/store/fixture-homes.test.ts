import { chmodSync, copyFileSync, mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { CallInput, CallName, CallOutput } from '#shared/contract/contract.ts';
import { createDispatch, publisherFor } from '../../../electron/host/dispatch.ts';
import { createNode } from '../../../electron/node/root/create-node.ts';
import { openHome } from '../../../electron/node/root/home.ts';
import { migrate } from '../../../electron/node/store/migrate.ts';
import { MIGRATIONS } from '../../../electron/node/store/migrations/index.ts';
import { openStore } from '../../../electron/node/store/store.ts';
import { PROTECTION } from '../../fuzz/cell-life.ts';
import { columnsOf, fixtureDatabase, HOMES, SCHEMAS, tablesOf } from '../../support/fixture-homes.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

/** A copy of a fixture home; what is opened is brought up to date. */
function copyOf(schema: number): string {
  const home = join(temporaryFolder(), 'home');
  mkdirSync(home, { mode: 0o700 });
  for (const name of readdirSync(HOMES).filter((name) => !name.endsWith('.db')))
    copyFileSync(join(HOMES, name), join(home, name));
  copyFileSync(fixtureDatabase(schema), join(home, 'node.db'));
  for (const name of readdirSync(home)) chmodSync(join(home, name), 0o600);
  return home;
}

/** Where a column of an older schema is now, as an expression. */
const MOVED: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  deliveries: { envelope: '(SELECT envelope FROM sealed_envelopes WHERE number = sealed) AS envelope' },
};

/** Every row of every table, as far as `tables` says which columns there are. */
function rowsOf(
  db: Database.Database,
  tables: ReadonlyMap<string, readonly string[]>,
): Map<string, unknown[]> {
  return new Map(
    [...tables].map(([table, columns]) => {
      const has = new Set(columnsOf(db, table));
      const list = columns
        .map((column) => (has.has(column) ? column : (MOVED[table]?.[column] ?? column)))
        .join(', ');
      return [table, db.prepare(`SELECT ${list} FROM ${table} ORDER BY ${columns.join(', ')}`).all()];
    }),
  );
}

async function live(home: string) {
  const node = await createNode({
    home: openHome(home),
    listen: [],
    network: false,
    protection: PROTECTION,
    deviceSecret: null,
  });
  const publisher = publisherFor(node, () => {});
  onTestFinished(async () => {
    publisher.stop();
    await node.stop();
  });
  const dispatch = createDispatch(node, publisher);
  return async <N extends CallName>(name: N, input: CallInput<N>): Promise<CallOutput<N>> => {
    const answer = await dispatch(name, input);
    if (!answer.ok) throw new Error(`${name}: ${answer.error.message}`);
    return answer.value as CallOutput<N>;
  };
}

describe.each(SCHEMAS)('a home of schema %i', (schema) => {
  it('keeps every row through the migrations', () => {
    const path = join(copyOf(schema), 'node.db');
    const old = new Database(path);
    expect(old.pragma('user_version', { simple: true })).toBe(schema);
    const tables = new Map(tablesOf(old).map((table) => [table, columnsOf(old, table)]));
    const before = rowsOf(old, tables);
    old.close();
    expect(before.get('messages')).toHaveLength(5);
    if (schema >= 6) expect(before.get('log_entries')?.length).toBeGreaterThan(40);
    const store = openStore({ path });
    onTestFinished(() => store.close());
    expect(store.db.pragma('user_version', { simple: true })).toBe(MIGRATIONS.length);
    expect(rowsOf(store.db, tables)).toEqual(before);
    store.integrityCheck();
  });

  it('is read by the node of today', async () => {
    const ask = await live(copyOf(schema));
    const { phase, problem, me, cell, peers, threads, agent, settings } = await ask('state.snapshot', {});
    expect([phase, problem, me?.name, settings.theme]).toEqual(['running', null, 'alice', 'dark']);
    expect(agent.episodeCount).toBe(4);
    const texts: string[] = [];
    for (const { id } of threads) {
      const page = await ask('messages.list', { thread: id, before: null, limit: 200 });
      texts.push(...page.messages.map(({ text }) => text));
    }
    expect(texts.sort()).toEqual([
      'Are you there?',
      'Hello Bob',
      'Here I am.',
      'I have the paint.',
      'We meet at six.',
    ]);
    if (schema < 6) {
      expect([cell, peers.map(({ name }) => name)]).toEqual([null, ['Dora']]);
      return;
    }
    expect(cell?.name).toBe('Maple Street');
    expect(peers.map(({ name }) => name)).toEqual(expect.arrayContaining(['bob', 'carol']));
    expect(cell?.invitations).toHaveLength(1);
    const { proposals } = await ask('governance.list', {});
    expect(Object.fromEntries(proposals.map(({ title, state }) => [title, state]))).toMatchObject({
      'Buy two batteries': 'voting',
      'Admit bob': 'passed',
      'Admit carol': 'passed',
    });
    expect(await ask('log.verify', {})).toMatchObject({ ok: true });
  });
});

it('a migration that another process has just made is not made again', () => {
  const path = join(temporaryFolder(), 'node.db');
  const [one, other] = [new Database(path), new Database(path)];
  onTestFinished(() => {
    for (const db of [one, other]) db.close();
  });
  const migration = { version: 1, name: 'one', sql: 'CREATE TABLE item (id INTEGER PRIMARY KEY) STRICT' };
  let looks = 0;
  migrate(one, [
    {
      ...migration,
      // The first look has found the old version when this is asked; the lock is not taken yet.
      get version() {
        looks += 1;
        if (looks === 1) migrate(other, [migration]);
        return migration.version;
      },
    },
  ]);
  expect(looks).toBeGreaterThan(1);
  expect(one.pragma('user_version', { simple: true })).toBe(1);
  expect(one.prepare('SELECT count(*) FROM item').pluck().get()).toBe(0);
});
