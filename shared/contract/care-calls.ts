/** Calls that look after a home: backups, tables for other programs, room. */
import { z } from 'zod';
import { call, Done, Nothing, Passphrase, ThreadId } from './call.ts';
import { Backup, BackupPlan, ExportFormat, ExportWhat, FilePath } from './domain/care.ts';
import { PASSPHRASE_MIN } from './passphrase-min.ts';

export const CARE_CALLS = {
  /** Writes all of this home to one file, on the computer of the node, and reads it again. Long work: see `care.work`. */
  'care.backup': call(z.object({ file: FilePath, passphrase: Passphrase.min(PASSPHRASE_MIN) }), Backup),
  /** Makes this home, in which there is no key yet, what a backup holds. `opened`: its passphrase opens the key, too. */
  'care.restore': call(
    z.object({ file: FilePath, passphrase: Passphrase }),
    z.object({ opened: z.boolean() }),
  ),
  /** Backups on a schedule; the passphrase is not kept, only what it leads to, sealed by the identity key. */
  'care.plan': call(BackupPlan.extend({ passphrase: Passphrase.min(PASSPHRASE_MIN).optional() }), Done),
  /** Writes a table to a new file on the computer of the node; of messages those of one `thread`, or all. Long work. */
  'care.export': call(
    z.object({
      what: ExportWhat,
      thread: ThreadId.optional(),
      format: ExportFormat,
      file: FilePath,
    }),
    z.object({ file: z.string(), rows: z.int(), bytes: z.int() }),
  ),
  /** Gives the disk back what deletions have left free. Long work. */
  'care.free': call(Nothing, Done),
  /** Calls off the long work that goes on. */
  'care.cancel': call(Nothing, Done),
} as const;
