import { randomBytes } from 'node:crypto';
import { open, rename, rm, stat } from 'node:fs/promises';
import { dirname, isAbsolute } from 'node:path';
import type { ExportFormat } from '#shared/contract/domain/care.ts';
import { GhostStackError } from '#shared/contract/errors.ts';
import { csvLine, type Row } from '#shared/protocol/csv.ts';
import { says } from '#shared/protocol/saying.ts';
import { requireNewFile, wantedFileError } from '../../store/wanted-file.ts';
import { syncFolder } from '../backup/make-backup.ts';
import { writeAll } from '../backup/sealed-writer.ts';
import { requireWanted, type Work } from '../backup/work.ts';

export interface RowSource {
  /** Of all rows. */
  readonly total: number;
  /** The head of the table, in order; what a row has beside these is for `inWords`. */
  readonly columns: readonly string[];
  /** Read as they are asked for, however many there are. */
  rows(): Iterable<Row>;
  /** A row as people read it, with the line feed at its end; where it is nothing that people read, there is none. */
  readonly inWords?: (row: Row) => string;
}

/** So many rows are put together before they are written, and everything else has its turn. */
const ROWS_AT_ONCE = 500;

/**
 * Writes a table to a new file (mode 0600), which is there when it is whole, or not at all.
 * @throws {GhostStackError} `already-exists`, `not-found` without a folder, `invalid-argument`, `cancelled`, `store-...`
 */
export async function exportFile(
  file: string,
  format: ExportFormat,
  source: RowSource,
  work: Work,
): Promise<{ file: string; rows: number; bytes: number }> {
  const { head, item, foot } = writingAs(format, source);
  requireNew(file);
  const part = `${file}.${randomBytes(6).toString('hex')}.part`;
  let done = 0;
  try {
    const handle = await open(part, 'wx', 0o600);
    try {
      let text = head;
      for (const row of source.rows()) {
        text += item(row, done);
        done += 1;
        if (done % ROWS_AT_ONCE !== 0) continue;
        requireWanted(work.signal);
        await writeAll(handle, Buffer.from(text, 'utf8'));
        text = '';
        work.progress('writing', done, Math.max(done, source.total));
      }
      await writeAll(handle, Buffer.from(`${text}${foot}`, 'utf8'));
      await handle.sync();
    } finally {
      await handle.close();
    }
    requireNew(file);
    await rename(part, file);
    await syncFolder(dirname(file));
    return { file, rows: done, bytes: (await stat(file)).size };
  } catch (error) {
    throw wantedFileError(error, file) ?? error;
  } finally {
    await rm(part, { force: true }).catch(() => {});
  }
}

interface Writing {
  readonly head: string;
  readonly item: (row: Row, number: number) => string;
  readonly foot: string;
}

function writingAs(format: ExportFormat, { columns, inWords }: RowSource): Writing {
  switch (format) {
    case 'csv':
      return {
        head: csvLine(columns),
        item: (row) => csvLine(columns.map((name) => row[name] ?? null)),
        foot: '',
      };
    case 'json':
      return {
        head: '[',
        item: (row, number) =>
          jsonItem(Object.fromEntries(columns.map((name) => [name, row[name] ?? null])), number),
        foot: '\n]\n',
      };
    case 'text':
      if (!inWords) throw new GhostStackError('invalid-argument', says('error.care.textOfMessagesOnly'));
      return { head: '', item: inWords, foot: '' };
  }
}

function jsonItem(row: Row, number: number): string {
  return `${number === 0 ? '\n' : ',\n'}${JSON.stringify(row)}`;
}

function requireNew(file: string): void {
  if (!isAbsolute(file))
    throw new GhostStackError('invalid-argument', says('error.care.exportPath', { path: file }));
  requireNewFile(file);
}
