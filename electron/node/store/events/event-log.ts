import { appendFileSync, mkdirSync, renameSync, rmSync, statSync } from 'node:fs';
import { appendFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { LoggedEvent } from '#shared/contract/domain/event.ts';
import { EVENTS, type EventFields, type EventName, FITS, type FieldType } from './event-kinds.ts';

export interface EventLogOptions {
  /** Made if it is missing (mode 0700); null for one that keeps nothing. */
  readonly folder: string | null;
  readonly nowMs?: () => number;
  /** After so many bytes another file is begun. */
  readonly fileMaxBytes?: number;
}

/** The present file and so many older ones. */
export const FILES_MAX = 5;
const FILE_MAX_BYTES = 1024 * 1024;
/** Lines are written together, a moment later: nobody who tells of something waits for a disk. */
const WAIT_MS = 300;
/** Lines that wait to be written; what comes beyond is counted only. */
const PENDING_MAX = 2_000;

/** The log files of a home: JSON lines, private, bounded. A disk that takes none is no reason to do less. */
export class EventLog {
  readonly #folder: string | null;
  readonly #nowMs: () => number;
  readonly #fileMaxBytes: number;
  #pending: string[] = [];
  #dropped = 0;
  #timer: NodeJS.Timeout | null = null;
  #writing: Promise<void> | null = null;

  constructor({ folder, nowMs = Date.now, fileMaxBytes = FILE_MAX_BYTES }: EventLogOptions) {
    this.#folder = folder;
    this.#nowMs = nowMs;
    this.#fileMaxBytes = fileMaxBytes;
  }

  /** Never throws, and never waits. */
  tell<Name extends EventName>(event: Name, fields: EventFields<Name>): void {
    if (this.#folder === null) return;
    if (this.#pending.length >= PENDING_MAX) {
      this.#dropped += 1;
      return;
    }
    this.#pending.push(lineOf(event, fields, this.#nowMs()));
    this.#timer ??= setTimeout(() => void this.flush(), WAIT_MS).unref();
  }

  /** All that was told is in the file when this resolves, if the disk takes it. */
  async flush(): Promise<void> {
    await this.#writing;
    this.#writing = this.#write();
    await this.#writing;
    this.#writing = null;
  }

  /** The same before a process ends, at once. */
  flushNow(): void {
    const lines = this.#taken();
    if (lines === '' || this.#folder === null) return;
    try {
      const path = prepared(this.#folder, this.#fileMaxBytes);
      appendFileSync(path, lines, { mode: 0o600 });
    } catch {
      // As when it is written later.
    }
  }

  async #write(): Promise<void> {
    const lines = this.#taken();
    if (lines === '' || this.#folder === null) return;
    try {
      await appendFile(prepared(this.#folder, this.#fileMaxBytes), lines, { mode: 0o600 });
    } catch {
      // A full disk is said elsewhere.
    }
  }

  #taken(): string {
    if (this.#timer) clearTimeout(this.#timer);
    this.#timer = null;
    const lines = this.#pending;
    this.#pending = [];
    if (this.#dropped > 0) lines.push(lineOf('log.dropped', { lines: this.#dropped }, this.#nowMs()));
    this.#dropped = 0;
    return lines.join('');
  }
}

export const NO_EVENTS = new EventLog({ folder: null });

/** The present file first. */
export function eventFiles(folder: string): string[] {
  return Array.from({ length: FILES_MAX }, (_, number) => {
    return join(folder, number === 0 ? 'events.jsonl' : `events.${number}.jsonl`);
  });
}

/** The path to write to, after older files have moved on. */
function prepared(folder: string, maxBytes: number): string {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const files = eventFiles(folder);
  const [present = ''] = files;
  const size = statSync(present, { throwIfNoEntry: false })?.size ?? 0;
  if (size < maxBytes) return present;
  rmSync(files.at(-1) ?? '', { force: true });
  for (let number = files.length - 2; number >= 0; number -= 1) {
    const [from = '', to = ''] = [files[number], files[number + 1]];
    if (statSync(from, { throwIfNoEntry: false })) renameSync(from, to);
  }
  return present;
}

function lineOf<Name extends EventName>(event: Name, fields: EventFields<Name>, atMs: number): string {
  const kind = EVENTS[event];
  const types: Readonly<Record<string, FieldType>> = kind.fields;
  const fitting = Object.entries(fields).filter(([name, value]) => {
    const type = types[name];
    return type !== undefined && FITS[type](value);
  });
  const logged: LoggedEvent = {
    atMs,
    level: kind.level,
    event,
    fields: Object.fromEntries(fitting) as LoggedEvent['fields'],
  };
  return `${JSON.stringify(logged)}\n`;
}
