/**
 * Homes as each schema left them, in test/vectors/homes: one folder with what all of them have (keys, DID log), and a
 * database for each version. Written by `node test/support/fixture-homes.ts --write`, with GHOSTSTACK_STATE_DIR set to
 * an empty folder. From the first release on, what a released version wrote is kept and only new ones are added.
 */
import { copyFileSync, existsSync, mkdirSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { DAY_MS } from '#shared/protocol/limits.ts';
import { APPLICATION_ID } from '../../electron/node/store/migrate.ts';
import { MIGRATIONS } from '../../electron/node/store/migrations/index.ts';
import { CellLife } from '../fuzz/cell-life.ts';

export const HOMES = join(import.meta.dirname, '../vectors/homes');
/**
 * Nothing has been released, so every schema by which a home could be made counts: from 4 on, which has settings and
 * peers, a node starts; without the invitations of 6 nobody was in a cell, so 5 made no other homes than 4.
 */
const MADE_HOMES = MIGRATIONS.map(({ version }) => version).filter(
  (version) => version === 4 || version >= 6,
);
/** The newest needs no migration: its home is due when the next one is added. */
export const SCHEMAS = MADE_HOMES.filter(
  (version) => version < MIGRATIONS.length || existsSync(fixtureDatabase(version)),
);

export function fixtureDatabase(schema: number): string {
  return join(HOMES, `schema-${String(schema).padStart(2, '0')}.db`);
}

/** Tables that people fill, not SQLite. */
export function tablesOf(db: Database.Database, schema = 'main'): string[] {
  const sql = `SELECT name FROM ${schema}.sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name`;
  return db.prepare(sql).pluck().all() as string[];
}

export function columnsOf(db: Database.Database, table: string, schema = 'main'): string[] {
  const columns = db.prepare('SELECT name FROM pragma_table_info(?, ?) ORDER BY cid').pluck();
  return columns.all(table, schema) as string[];
}

/** The rows of a home of today, without the tables and columns that came later, and without what lies elsewhere today. */
function writeDatabase(schema: number, source: string): void {
  const path = fixtureDatabase(schema);
  rmSync(path, { force: true });
  const db = new Database(path);
  db.pragma('page_size = 1024');
  for (const { version, sql } of MIGRATIONS) if (version <= schema) db.exec(sql);
  db.pragma(`application_id = ${APPLICATION_ID}`);
  db.pragma(`user_version = ${schema}`);
  db.pragma('foreign_keys = OFF');
  db.prepare('ATTACH ? AS now').run(source);
  for (const table of tablesOf(db)) {
    const today = new Set(columnsOf(db, table, 'now'));
    const columns = columnsOf(db, table)
      .filter((column) => today.has(column))
      .join(', ');
    db.exec(
      `DELETE FROM main.${table}; INSERT INTO main.${table} (${columns}) SELECT ${columns} FROM now.${table}`,
    );
  }
  db.exec('DETACH now');
  db.exec('VACUUM');
  db.close();
}

async function makeHome(): Promise<CellLife> {
  const life = await CellLife.begin();
  const { node, bob } = life;
  life.cell.admissions.invite(['/ip4/127.0.0.1/tcp/1'], DAY_MS);
  node.updateSettings({ theme: 'dark' });
  for (const type of ['auditory', 'visual'])
    await life.call('agent.cycle', { type, intensity: 0.5, novelty: 0.5 });
  for (const text of ['Are you there?', 'I have the paint.']) node.messages.send(bob.identity.did, text);
  node.messages.send('broadcast', 'We meet at six.');
  await life.stop();
  addRows(join(life.home, 'node.db'), bob.identity.did);
  return life;
}

/** What came before there was a cell, and over a network that this home never had. */
function addRows(path: string, bob: string): void {
  const db = new Database(path);
  db.prepare(
    `INSERT INTO peers (did, name, address, position, added_at_ms) VALUES (?, 'Dora', '/ip4/127.0.0.1/tcp/4001', 1, 1)`,
  ).run('did:key:z6MkpTHR8VNsBxYAAWHut2Geadd9jSwuBV8xRoAnwWsdvktH');
  db.prepare(
    `INSERT INTO messages (sender, recipient, payload, delivered, uuid, direction, thread, sender_did, state,
       payload_bytes, created_at_ms, expires_at_ms)
     VALUES ('bob', 'alice', 'Here I am.', 1, '0190b1c4-0000-7000-8000-000000000001', 'in', ?, ?, 'delivered', 10, 1, 2)`,
  ).run(bob, bob);
  db.close();
}

async function write(): Promise<void> {
  const life = await makeHome();
  rmSync(HOMES, { recursive: true, force: true });
  mkdirSync(HOMES, { recursive: true });
  for (const name of readdirSync(life.home))
    if (/\.jsonl?$/.test(name)) copyFileSync(join(life.home, name), join(HOMES, name));
  for (const schema of MADE_HOMES) writeDatabase(schema, join(life.home, 'node.db'));
  await life.end();
}

if (process.argv.includes('--write') && import.meta.filename === process.argv[1]) await write();
