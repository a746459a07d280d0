import { existsSync, mkdirSync, rmSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { join } from 'node:path';
import { BackupPlan } from '#shared/contract/domain/care.ts';
import { GhostStackError } from '#shared/contract/errors.ts';
import { says } from '#shared/protocol/saying.ts';
import { resealKeyStore } from '../../identity/key-store.ts';
import { checkFile } from '../../store/check-file.ts';
import { openDatabase } from '../../store/open-database.ts';
import { SafetyState } from '../../store/safety-state.ts';
import { SettingsStore } from '../../store/settings-store.ts';
import { openStore } from '../../store/store.ts';
import { wantedFileError } from '../../store/wanted-file.ts';
import { KEY_PARTS, type Manifest, type PartName } from './manifest.ts';
import type { OpenedBackup, PartTaker } from './opened-backup.ts';
import { writeAll } from './sealed-writer.ts';
import { noteBegun, noteWhole, RESTORE_FOLDER } from './unfinished-restore.ts';
import { requireWanted, type Work } from './work.ts';

/**
 * Writes all of a backup beside its place in a home that nobody has worked in, checks it, and has it sign nothing until
 * the others have said what they hold. `finishRestore` then puts it in its place. What an earlier try has left is
 * written anew.
 * @throws {GhostStackError} `already-exists` for a home of somebody, `malformed` for a damaged backup, `cancelled`,
 * `store-...`; nothing of it is left then
 */
export async function stageRestore(
  backup: OpenedBackup,
  passphrase: string,
  home: string,
  work: Work,
): Promise<Manifest> {
  requireFresh(home);
  const folder = join(home, RESTORE_FOLDER);
  rmSync(folder, { recursive: true, force: true });
  try {
    mkdirSync(folder, { mode: 0o700 });
    const manifest = await backup.read(work, ({ madeAtMs }) => {
      noteBegun(home, { file: backup.path, madeAtMs });
      return writeParts(folder);
    });
    await openKeys(folder, manifest, backup.keySecret, passphrase);
    const database = join(folder, 'node.db');
    await requireSound(database, work);
    settle(database, manifest.madeAtMs);
    requireWanted(work.signal);
    noteWhole(home);
    return manifest;
  } catch (error) {
    rmSync(folder, { recursive: true, force: true });
    throw wantedFileError(error, folder) ?? error;
  }
}

function writeParts(folder: string): PartTaker {
  return async ({ name }, pieces) => {
    const file = await open(join(folder, name), 'wx', 0o600);
    try {
      for await (const piece of pieces) await writeAll(file, piece);
      await file.sync();
    } finally {
      await file.close();
    }
  };
}

/** What the backup has sealed is sealed by its passphrase from now on, as any key of a home may be. */
async function openKeys(
  folder: string,
  { keys, parts }: Manifest,
  secret: Uint8Array,
  passphrase: string,
): Promise<void> {
  const present = parts.map(({ name }) => name).filter((name: PartName) => KEY_PARTS.includes(name));
  if (keys === 'own') return;
  for (const name of present) {
    const path = join(folder, name);
    const place = await resealKeyStore(
      path,
      { kind: 'secret', secret, origin: 'key-file' },
      { kind: 'passphrase', passphrase },
    );
    place();
  }
}

async function requireSound(path: string, { signal }: Work): Promise<void> {
  const finding = await checkFile(path, 'quick_check', signal);
  if (finding === null) return;
  throw new GhostStackError('store-corrupt', says('error.store.checkFailed', { finding, path }));
}

/**
 * Before anything can sign with it: the home that it was made of may live, or have gone on since. So may that one's
 * plan of backups: two homes in one folder would each take the other's backups for their own old ones.
 */
function settle(path: string, madeAtMs: number): void {
  const store = openStore({ path });
  try {
    const safety = new SafetyState(store);
    store.transaction(() => {
      const cells = store.db.prepare<[], { cell: string }>('SELECT cell FROM cells').all();
      const settings = new SettingsStore(store);
      const plan = settings.get('backup-plan', BackupPlan.nullable(), null);
      if (plan) settings.set('backup-plan', { ...plan, every: 'off' });
      for (const key of ['backup-last', 'backup-failed', 'backup-planned-at', 'backup-made'])
        settings.set(key, null);
      // Both homes would be let in under one key, and this one as one that has nothing to wait for.
      for (const key of ['joining', 'recovering']) settings.set(key, null);
      for (const { cell } of cells) safety.bar(cell, { why: 'restored', fromMs: madeAtMs, answered: [] });
    });
    // One file, which can be moved.
    store.db.pragma('journal_mode = DELETE');
  } finally {
    store.close();
  }
}

/** Nobody's key, cell or message is here: then there is nothing that could be lost. */
export function requireFresh(home: string): void {
  const names = ['key.json', 'next-key.json', 'recovery-key.json', 'did.jsonl', 'unfinished'];
  const isTaken = names.some((name) => existsSync(join(home, name))) || isDatabaseUsed(join(home, 'node.db'));
  if (isTaken) throw new GhostStackError('already-exists', says('error.care.homeNotFresh', { home }));
}

function isDatabaseUsed(path: string): boolean {
  if (!existsSync(path)) return false;
  const db = openDatabase(path, 1000);
  try {
    const has = (table: string) =>
      db.prepare("SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = ?").get(table) !== undefined &&
      db.prepare(`SELECT 1 FROM ${table} LIMIT 1`).get() !== undefined;
    return ['cells', 'messages', 'log_entries', 'peers'].some(has);
  } finally {
    db.close();
  }
}
