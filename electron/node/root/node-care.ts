import { existsSync, mkdirSync, readdirSync, rmSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { z } from 'zod';
import { Backup, BackupPlan, type Care, type ExportFormat } from '#shared/contract/domain/care.ts';
import type { LogReport } from '#shared/contract/domain/receipt.ts';
import { GhostStackError, saysOf, told } from '#shared/contract/errors.ts';
import { says } from '#shared/protocol/saying.ts';
import { type BackupKey, backupKey } from '../care/backup/backup-key.ts';
import { type MadeBackup, makeBackup } from '../care/backup/make-backup.ts';
import { openBackup } from '../care/backup/opened-backup.ts';
import { requireOwnPlace } from '../care/backup/own-place.ts';
import { backupName, freeName, nextBackupAtMs, tooOld } from '../care/backup/plan.ts';
import { openPlanKey, PlanKey, sealPlanKey } from '../care/backup/plan-key.ts';
import { stageRestore } from '../care/backup/restore-backup.ts';
import { cutShortRestore } from '../care/backup/unfinished-restore.ts';
import type { Work } from '../care/backup/work.ts';
import { WorkDesk } from '../care/care-work.ts';
import { freeBytes, freeSpace } from '../care/deletion/free-space.ts';
import { exportFile } from '../care/export/export-file.ts';
import type { KeyProtection } from '../identity/key-store.ts';
import type { SettingsStore } from '../store/settings-store.ts';
import type { Store } from '../store/store.ts';
import { type ExportWish, exportRows } from './export-rows.ts';
import type { NodeCells } from './node-cells.ts';
import type { NodeKeys } from './node-keys.ts';

export interface NodeCareOptions {
  readonly store: Store;
  readonly settings: SettingsStore;
  /** The folder of the home. */
  readonly home: string;
  readonly keys: NodeKeys;
  readonly cells: () => NodeCells;
  /** What opens the key of this home, if that is no passphrase. */
  readonly opens: KeyProtection | null;
  readonly clock: () => number;
  readonly changed: () => void;
  /** Every minute while the key is open: what is too old to be kept goes. */
  readonly swept: () => void;
  /** What was deleted is nowhere else any more, either. */
  readonly forget: () => void;
}

export interface PlanWish extends BackupPlan {
  /** Needed for the first plan; later only to choose another one. */
  readonly passphrase?: string | undefined;
}

/** A timer must not be longer than 2^31 ms, and a computer that slept is late: it is looked so often. */
const LOOK_MS = 60_000;
/** Of files that the plan made: more than it keeps in any folder. */
const MADE_MAX = 1_000;
const Failed = z.object({ atMs: z.int(), message: z.string(), says: z.unknown() });

/** Backups of this home: by click, by command, by plan. */
export class NodeCare {
  readonly #options: NodeCareOptions;
  readonly #desk: WorkDesk;
  #timer: NodeJS.Timeout | null = null;

  constructor(options: NodeCareOptions) {
    this.#options = options;
    this.#desk = new WorkDesk(options.changed);
  }

  state(): Care {
    const { settings, home } = this.#options;
    const name = this.#options.keys.header?.name ?? '';
    const plan = this.#plan();
    const failed = settings.get('backup-failed', Failed.nullable(), null);
    return {
      work: this.#desk.shown,
      last: settings.get('backup-last', Backup.nullable(), null),
      plan,
      nextAtMs: this.#nextAtMs(),
      failed: failed as Care['failed'],
      suggested: join(plan.folder, backupName(name, this.#options.clock(), false)),
      freeBytes: freeBytes(this.#options.store),
      cutShort: cutShortRestore(home),
    };
  }

  /** Throws `conflict` while other long work goes on, and what `makeBackup` throws. */
  async backup(file: string, passphrase: string): Promise<Backup> {
    return this.#desk.run('backup', async (work) => {
      this.#makeUsualFolder(file);
      const source = this.#source();
      await requireOwnPlace(file, passphrase, [
        source.member.did,
        this.#options.keys.requireHeader().did,
        ...this.#ownDids(),
      ]);
      return this.#note(await makeBackup(file, await backupKey(passphrase), source, work));
    });
  }

  /** Lays a backup beside its place in this home, which nobody has worked in; the next start of the node moves it there. */
  async restore(file: string, passphrase: string): Promise<{ opened: boolean }> {
    return this.#desk.run('restore', async (work) => {
      const backup = await openBackup(file, passphrase);
      try {
        const { keys } = await stageRestore(backup, passphrase, this.#options.home, work);
        return { opened: keys === 'backup' };
      } finally {
        await backup.close();
      }
    });
  }

  /** Throws what `exportFile` throws, and `not-found` without a cell, where it is about one. */
  async export({ format, file, ...wish }: ExportWish & { format: ExportFormat; file: string }) {
    const { store, cells } = this.#options;
    return this.#desk.run('export', async (work) => {
      this.#makeUsualFolder(file);
      return exportFile(file, format, exportRows(wish, store, cells()), work);
    });
  }

  /** Throws `conflict` while other long work goes on, and what `freeSpace` throws. */
  async free(): Promise<null> {
    const { store, home } = this.#options;
    this.#options.forget();
    await this.#desk.run('free', (work) => freeSpace(store, home, work));
    return null;
  }

  /** Runs a check of the log beside everything else; throws `cancelled`, and `conflict` while other work goes on. */
  verify(check: (work: Work) => Promise<LogReport>): Promise<LogReport> {
    return this.#desk.run('verify', check);
  }

  cancel(): null {
    this.#desk.cancel();
    return null;
  }

  /** Throws `key-locked` without the identity, which seals what opens the backups. */
  async setPlan({ passphrase, ...plan }: PlanWish): Promise<null> {
    const { settings, keys } = this.#options;
    if (plan.every !== 'off') {
      if (!keys.key) throw new GhostStackError('key-locked', says('error.root.keyLocked'));
      if (passphrase !== undefined) {
        const key = await backupKey(passphrase);
        settings.set('backup-key', sealPlanKey(keys.key, key));
        key.root.fill(0);
      } else if (!this.#planKey()) {
        throw new GhostStackError('invalid-argument', says('error.care.planNeedsPassphrase'));
      }
    }
    settings.set('backup-plan', plan);
    settings.set('backup-failed', null);
    this.#options.changed();
    this.#look();
    return null;
  }

  /** The key is open: what was due meanwhile is made. */
  begin(): void {
    this.#timer ??= setInterval(() => this.#look(), LOOK_MS);
    this.#timer.unref();
    this.#look();
  }

  async end(): Promise<void> {
    if (this.#timer) clearInterval(this.#timer);
    this.#timer = null;
    await this.#desk.end();
  }

  #plan(): BackupPlan {
    const usual: BackupPlan = { every: 'off', folder: usualFolder(), keep: 7 };
    return this.#options.settings.get('backup-plan', BackupPlan, usual);
  }

  #planKey(): BackupKey | null {
    const { settings, keys } = this.#options;
    const sealed = settings.get('backup-key', PlanKey.nullable(), null);
    for (const key of sealed ? (keys.ring?.open() ?? []) : []) {
      const opened = sealed && openPlanKey(key, sealed);
      if (!opened) continue;
      // The key in which it was sealed was changed since, and will be destroyed.
      if (keys.key && key !== keys.key) settings.set('backup-key', sealPlanKey(keys.key, opened));
      return opened;
    }
    return null;
  }

  /** Of every key that this home ever worked with: a backup of before a change is one of its own. */
  #ownDids(): string[] {
    return this.#options.keys.ring?.open().map(({ did }) => did) ?? [];
  }

  #nextAtMs(): number | null {
    const { settings, keys, clock } = this.#options;
    if (!keys.key) return null;
    const planned = settings.get('backup-planned-at', z.int().nullable(), null);
    const failed = settings.get('backup-failed', Failed.nullable(), null);
    return nextBackupAtMs(this.#plan(), planned, failed?.atMs ?? null, clock());
  }

  #look(): void {
    this.#options.swept();
    const dueAtMs = this.#nextAtMs();
    const isDue = dueAtMs !== null && dueAtMs <= this.#options.clock();
    if (isDue && this.#timer && !this.#desk.shown) void this.#makePlanned();
  }

  async #makePlanned(): Promise<void> {
    const { settings, clock } = this.#options;
    const { folder, keep } = this.#plan();
    const name = this.#options.keys.header?.name ?? '';
    try {
      await this.#desk.run('backup', async (work) => {
        const key = this.#planKey();
        if (!key) throw new GhostStackError('key-missing', says('error.care.planKeyLost'));
        this.#makeUsualFolder(join(folder, name));
        const file = join(folder, freeName(backupName(name, clock(), true), namesIn(folder)));
        this.#note(await makeBackup(file, key, this.#source(), work));
        this.#removeOld(file, keep);
      });
      settings.set('backup-planned-at', clock());
      settings.set('backup-failed', null);
    } catch (error) {
      // Whoever stops the node, or called it off, knows.
      if (error instanceof GhostStackError && error.code === 'cancelled') return;
      this.#noteFailure(error);
    }
    this.#options.changed();
  }

  /** By what this home has made, not by names: a folder may be that of several homes whose members are called the same. */
  #removeOld(file: string, keep: number): void {
    const { settings } = this.#options;
    const before = settings.get('backup-made', z.array(z.string()).nullable(), null) ?? [];
    const isHere = (path: string): boolean => dirname(path) === dirname(file);
    // Those of another folder may be on a disk that is not there now.
    const made = [...before.filter((path) => path !== file && (!isHere(path) || existsSync(path))), file];
    const old = tooOld(made.filter(isHere), keep);
    for (const path of old) rmSync(path, { force: true });
    settings.set('backup-made', made.filter((path) => !old.includes(path)).slice(-MADE_MAX));
  }

  #noteFailure(error: unknown): void {
    try {
      this.#options.settings.set('backup-failed', { atMs: this.#options.clock(), ...told(saysOf(error)) });
    } catch {
      // The disk of the home itself is full: the node says that by itself.
    }
  }

  #note({ file, bytes, manifest }: MadeBackup): Backup {
    const { messages, receipts } = manifest.counts;
    const last: Backup = { file, bytes, atMs: manifest.madeAtMs, messages, receipts };
    this.#options.settings.set('backup-last', last);
    return last;
  }

  #source() {
    const { store, home, keys, cells, opens, clock } = this.#options;
    const { name, did } = keys.requireHeader();
    const cell = cells().current;
    const epoch = cell?.epoch();
    return {
      home,
      store,
      opens,
      member: { name, did: cell?.directory.self.did ?? did },
      cell: cell && epoch ? { id: cell.id, name: epoch.name } : null,
      nowMs: clock(),
    };
  }

  /** Any other folder may be a disk that is not there now: making it would put the backup where nobody looks. */
  #makeUsualFolder(file: string): void {
    const folder = usualFolder();
    if (dirname(file) === folder && !existsSync(folder)) mkdirSync(folder, { recursive: true, mode: 0o700 });
  }
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

function usualFolder(): string {
  return join(homedir(), 'GhostStack backups');
}
