/**
 * What becomes of a damaged database: the file is kept as a copy, a new one is made, and what can be read is carried
 * over. A crash at any point is gone on from at the next start; nothing here is done twice to the same file.
 */

import { existsSync, renameSync, rmSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import Database from 'better-sqlite3';
import { z } from 'zod';
import { encodeMultikey } from '../../crypto/multikey.ts';
import { readOwnIdentity } from '../../identity/member-identity.ts';
import { LogStore } from '../../log/log-store.ts';
import { addressesKey } from '../../messaging/peer-registry.ts';
import { writeFileAtomically } from '../../store/atomic-file.ts';
import { HeadMarker } from '../../store/head-marker.ts';
import { SafetyState } from '../../store/safety-state.ts';
import { SettingsStore } from '../../store/settings-store.ts';
import { readSmallFile } from '../../store/small-file.ts';
import { openStore, type Store } from '../../store/store.ts';
import type { Home } from '../home.ts';
import { carveReceipts } from './carve-receipts.ts';
import { cellOf, chooseReceipts } from './choose-receipts.ts';
import { DamageNote, writeDamageNote } from './damage-note.ts';
import { damagedCopyPath, forgetOldCopies, moveDatabase, removeDatabase } from './damaged-copies.ts';
import { DAMAGES, type Damage } from './find-damage.ts';
import type { HomeCard } from './home-card.ts';
import { expectedRows } from './read-damaged.ts';
import { rememberMembers } from './remembered-members.ts';
import { copyTable, plainTables, type ReadReceipt, readReceipts } from './salvage-rows.ts';

const Plan = z.object({ atMs: z.int(), found: z.enum(DAMAGES), copy: z.string().max(128).nullable() });
type Plan = z.infer<typeof Plan>;

export interface SalvageOptions {
  readonly home: Pick<Home, 'databasePath' | 'didLogPath'>;
  readonly card: HomeCard | null;
  readonly stateFolder: string;
  readonly nowMs: () => number;
}

/**
 * Begins with what was found, and leaves a sound database at its place.
 * @throws {GhostStackError} `store-full` and the like; it is gone on with at the next start
 */
export function salvage(found: Damage, options: SalvageOptions): DamageNote {
  const { databasePath } = options.home;
  const atMs = options.nowMs();
  const copy = existsSync(databasePath) ? basename(damagedCopyPath(databasePath, atMs)) : null;
  const plan: Plan = { atMs, found, copy };
  writeFileAtomically(planPath(databasePath), JSON.stringify(plan), { replace: true });
  return carryOut(plan, options);
}

/** What an earlier start began and did not end; null where nothing was begun. */
export function goOnSalvaging(options: SalvageOptions): DamageNote | null {
  const plan = readPlan(options.home.databasePath);
  return plan && carryOut(plan, options);
}

function carryOut(plan: Plan, options: SalvageOptions): DamageNote {
  const { databasePath } = options.home;
  const made = `${databasePath}.made`;
  const copy = plan.copy === null ? null : join(dirname(databasePath), plan.copy);
  // Once the new one stands at its place, only the plan is left over.
  if (!isMade(databasePath, plan)) {
    if (copy !== null) moveDatabase(databasePath, copy);
    removeDatabase(made);
    makeAnew(made, copy, plan, options);
    renameSync(made, databasePath);
  }
  forgetOldCopies(databasePath);
  rmSync(planPath(databasePath), { force: true });
  return noteIn(databasePath, plan);
}

function makeAnew(made: string, copy: string | null, plan: Plan, options: SalvageOptions): void {
  const store = openStore({ path: made });
  try {
    const from = copy === null ? null : opened(copy);
    // Every row at once, or none: what is cut short is made from the beginning.
    store.db.pragma('foreign_keys = OFF');
    store.transaction(() =>
      writeDamageNote(new SettingsStore(store), fill(store, from, copy, plan, options)),
    );
    from?.close();
    store.db.pragma('wal_checkpoint(TRUNCATE)');
  } finally {
    store.close();
  }
}

function fill(
  store: Store,
  from: Database.Database | null,
  copy: string | null,
  { atMs, found }: Plan,
  { home, card, stateFolder, nowMs }: SalvageOptions,
): DamageNote {
  const { db } = store;
  const homeId = new SafetyState(store).homeId();
  db.prepare('DELETE FROM home').run();
  if (from) for (const name of plainTables(db)) copyTable(from, db, name);
  if (db.prepare('SELECT 1 FROM home').get() === undefined)
    db.prepare('INSERT INTO home (only_row, id) VALUES (1, ?)').run(card?.homeId ?? homeId);
  dropOrphans(db);
  const read = from ? readReceipts(from) : new Map<string, ReadReceipt>();
  const carved = carveReceipts(copy === null ? [] : [copy, `${copy}-wal`]);
  const cell = card?.cell?.id ?? presentCell(db);
  const isBarred = storeReceipts({ store, read, carved, cell, home, stateFolder, nowMs });
  if (card?.cell) rememberCell(store, card.cell, nowMs());
  const receipts = count(db, 'log_entries');
  const messages = count(db, 'messages');
  const formerly = (name: string) => (from ? expectedRows(from, name) : null);
  return {
    atMs,
    found,
    copy: copy === null ? null : basename(copy),
    receipts,
    messages,
    lostReceipts: Math.max(0, (formerly('log_entries') ?? card?.receipts ?? 0) - receipts),
    lostMessages: Math.max(0, (formerly('messages') ?? card?.messages ?? 0) - messages),
    isBarred,
    seen: false,
  };
}

interface Judged extends Pick<SalvageOptions, 'home' | 'stateFolder' | 'nowMs'> {
  readonly store: Store;
  readonly read: ReadonlyMap<string, ReadReceipt>;
  readonly carved: ReturnType<typeof carveReceipts>;
  readonly cell: string | null;
}

/** Returns whether own receipts may be missing: then nothing is signed before the members have answered. */
function storeReceipts({ store, read, carved, cell, home, stateFolder, nowMs }: Judged): boolean {
  const log = new LogStore(store);
  const identity = readOwnIdentity(home);
  const rows = new Map([...read].map(([hash, { checked }]) => [hash, checked]));
  const receivedAt = (hash: string) => read.get(hash)?.receivedAtMs ?? nowMs();
  if (cell === null || identity === null) {
    for (const checked of rows.values()) log.insert(cellOf(checked), checked, receivedAt(checked.hash));
    return false;
  }
  const safety = new SafetyState(store);
  const { scid } = identity;
  const marker = new HeadMarker({ folder: stateFolder, home: safety.homeId(), cell, scid });
  const own = {
    cell,
    scid,
    key: encodeMultikey('ed25519', identity.signingKey),
    marked: marker.read()?.hash ?? null,
  };
  const { receipts, isOwnWhole } = chooseReceipts({ read: rows, carved }, own);
  for (const checked of receipts) log.insert(cellOf(checked), checked, receivedAt(checked.hash));
  if (isOwnWhole) return safety.read(cell) !== null;
  if (safety.read(cell) === null) safety.bar(cell, { why: 'damaged', answered: [] });
  return true;
}

/** The members are known again before the log says who they are. */
function rememberCell(store: Store, cell: NonNullable<HomeCard['cell']>, nowMs: number): void {
  const settings = new SettingsStore(store);
  const add = `INSERT OR IGNORE INTO cells (cell, position, joined_at_ms)
               VALUES (?, (SELECT coalesce(max(position), 0) + 1 FROM cells), ?)`;
  store.db.prepare(add).run(cell.id, cell.joinedAtMs || nowMs);
  for (const { did, addresses } of rememberMembers(settings, cell)) {
    if (settings.get(addressesKey(did), z.array(z.string()), []).length === 0)
      settings.set(addressesKey(did), addresses);
  }
}

/** Rows that name others which could not be read. */
function dropOrphans(db: Database.Database): void {
  const orphans = db.pragma('foreign_key_check') as { table: string; rowid: number | null }[];
  for (const { table, rowid } of orphans) {
    if (rowid !== null) db.prepare(`DELETE FROM "${table}" WHERE rowid = ?`).run(rowid);
  }
  db.prepare('DELETE FROM deliveries WHERE message NOT IN (SELECT id FROM messages)').run();
  // Whose envelope could not be read is sealed anew; it may have arrived.
  db.prepare(
    `UPDATE deliveries SET resealed = 1, sealed = NULL, envelope_bytes = NULL, envelope_hash = NULL, gen = NULL, seq = NULL
     WHERE sealed IS NOT NULL AND sealed NOT IN (SELECT number FROM sealed_envelopes)`,
  ).run();
  db.prepare(
    'DELETE FROM sealed_envelopes WHERE number NOT IN (SELECT sealed FROM deliveries WHERE sealed IS NOT NULL)',
  ).run();
  db.prepare(
    `UPDATE received_envelopes SET message = NULL
     WHERE message IS NOT NULL AND message NOT IN (SELECT id FROM messages)`,
  ).run();
}

function presentCell(db: Database.Database): string | null {
  const row = db.prepare('SELECT cell FROM cells ORDER BY position DESC LIMIT 1').pluck().get();
  return typeof row === 'string' ? row : null;
}

function count(db: Database.Database, table: string): number {
  return Number(db.prepare(`SELECT count(*) FROM "${table}"`).pluck().get());
}

/** Null for a file that SQLite cannot open at all. */
function opened(path: string): Database.Database | null {
  try {
    const db = new Database(path, { readonly: true, fileMustExist: true });
    db.pragma('trusted_schema = OFF');
    db.pragma('cell_size_check = ON');
    db.prepare('SELECT count(*) FROM sqlite_schema').get();
    return db;
  } catch {
    return null;
  }
}

function planPath(databasePath: string): string {
  return join(dirname(databasePath), 'salvage.json');
}

function readPlan(databasePath: string): Plan | null {
  try {
    return Plan.safeParse(JSON.parse(readSmallFile(planPath(databasePath), 4096).text)).data ?? null;
  } catch {
    return null;
  }
}

/** Whether the database at this place is the one that this plan led to. */
function isMade(databasePath: string, plan: Plan): boolean {
  if (plan.copy !== null && !existsSync(join(dirname(databasePath), plan.copy))) return false;
  return existsSync(databasePath) && noteOrNull(databasePath)?.atMs === plan.atMs;
}

function noteIn(databasePath: string, plan: Plan): DamageNote {
  const note = noteOrNull(databasePath);
  if (!note) throw new RangeError(`the new database does not say what was found at ${plan.atMs}`);
  return note;
}

function noteOrNull(databasePath: string): DamageNote | null {
  try {
    const db = new Database(databasePath, { readonly: true, fileMustExist: true });
    try {
      const text = db.prepare(`SELECT value FROM settings WHERE key = 'damage'`).pluck().get();
      return DamageNote.safeParse(JSON.parse(String(text))).data ?? null;
    } finally {
      db.close();
    }
  } catch {
    return null;
  }
}
