import { z } from 'zod';
import { Told } from './saying.ts';

export const BackupEvery = z.enum(['off', 'daily', 'weekly']);
export type BackupEvery = z.infer<typeof BackupEvery>;

export const WorkStage = z.enum(['copying', 'writing', 'checking', 'freeing']);
export type WorkStage = z.infer<typeof WorkStage>;

export const ExportWhat = z.enum(['messages', 'proposals', 'tokens', 'receipts']);
export type ExportWhat = z.infer<typeof ExportWhat>;

/** `text`: as people read it; messages only. */
export const ExportFormat = z.enum(['csv', 'json', 'text']);
export type ExportFormat = z.infer<typeof ExportFormat>;

/** A path on the computer of the node. */
export const FilePath = z.string().min(1).max(4096);

/** A backup that was made, and read again after it was written. */
export const Backup = z.object({
  file: z.string(),
  /** Of the file. */
  bytes: z.int().min(0),
  atMs: z.int(),
  messages: z.int().min(0),
  receipts: z.int().min(0),
});
export type Backup = z.infer<typeof Backup>;

export const BackupPlan = z.object({
  every: BackupEvery,
  folder: z.string(),
  /** How many made by the plan stay there; older ones are removed once a new one is checked. */
  keep: z.int().min(1).max(100),
});
export type BackupPlan = z.infer<typeof BackupPlan>;

/** How this home is looked after. */
export const Care = z.object({
  /** Long work, in whatever its stage counts. */
  work: z
    .object({
      kind: z.enum(['backup', 'restore', 'export', 'free', 'verify']),
      stage: WorkStage,
      done: z.int().min(0),
      total: z.int().min(0),
    })
    .nullable(),
  last: Backup.nullable(),
  plan: BackupPlan,
  /** When the plan makes the next one; null without a plan, or while the key is locked. */
  nextAtMs: z.int().nullable(),
  /** Why the last one that was due was not made. */
  failed: Told.extend({ atMs: z.int() }).nullable(),
  /** Where a backup made now would go, if nothing else is said. */
  suggested: z.string(),
  /** Bytes of the database in which nothing stands any more. */
  freeBytes: z.int().min(0),
  /** A restore that was cut short in this home, which is empty but for it: of which file, made when. */
  cutShort: z.object({ file: z.string(), madeAtMs: z.int() }).nullable(),
});
export type Care = z.infer<typeof Care>;
