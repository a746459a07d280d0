import {
  closeSync,
  constants,
  fdatasyncSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import { sha256Hex } from '../crypto/hash.ts';
import { errorCode } from './atomic-file.ts';
import { requireSafeWay } from './private-path.ts';

/** The newest entry of a feed; `hash` is null while it has none. */
export interface Mark {
  readonly gen: number;
  readonly hash: string | null;
}

interface Slot extends Mark {
  readonly number: number;
}

export interface HeadMarkerOptions {
  /** Outside of the home, so that no backup of the home takes it along. */
  readonly folder: string;
  readonly home: string;
  readonly cell: string;
  readonly scid: string;
}

const SLOT_BYTES = 256;

/**
 * Says outside of a home which entry of its feed was the last, so that an older copy of the home is told by this
 * computer alone. Two slots are written in turn and synced: one write, and a cut one leaves the other.
 */
export class HeadMarker {
  readonly path: string;
  readonly #folder: string;
  #isSafe = false;

  constructor({ folder, home, cell, scid }: HeadMarkerOptions) {
    this.#folder = folder;
    this.path = join(folder, `${sha256Hex(JSON.stringify([scid, cell, home]))}.head`);
  }

  /** Null if it is missing or cannot be read. */
  read(): Mark | null {
    return this.#newest();
  }

  /**
   * It is on disk when this returns. Throws the file system's errors as they are, and `forbidden` if another user could
   * put an older one in its place.
   */
  write({ gen, hash }: Mark): void {
    const number = 1 + (this.#newest()?.number ?? 0);
    const bytes = Buffer.from(slotText({ number, gen, hash }), 'utf8');
    mkdirSync(this.#folder, { recursive: true, mode: 0o700 });
    if (!this.#isSafe) requireSafeWay(this.#folder);
    this.#isSafe = true;
    const file = openSync(this.path, constants.O_RDWR | constants.O_CREAT, 0o600);
    try {
      writeSync(file, bytes, 0, bytes.length, (number % 2) * SLOT_BYTES);
      fdatasyncSync(file);
    } finally {
      closeSync(file);
    }
    if (number === 1 && process.platform !== 'win32') syncFolder(this.#folder);
  }

  #newest(): Slot | null {
    const text = readSlots(this.path);
    const slots = [0, 1].flatMap((index) =>
      slotFrom(text.slice(index * SLOT_BYTES, (index + 1) * SLOT_BYTES)),
    );
    return slots.sort((a, b) => b.number - a.number)[0] ?? null;
  }
}

function slotText({ number, gen, hash }: Slot): string {
  const fields = `${number} ${gen} ${hash ?? '-'}`;
  return `${`${fields} ${sha256Hex(fields)}`.padEnd(SLOT_BYTES - 1)}\n`;
}

function slotFrom(text: string): Slot[] {
  const match = /^((\d{1,15}) (\d{1,15}) (-|[0-9a-f]{64})) ([0-9a-f]{64}) *\n$/.exec(text);
  if (!match || sha256Hex(match[1] ?? '') !== match[5]) return [];
  return [
    { number: Number(match[2]), gen: Number(match[3]), hash: match[4] === '-' ? null : (match[4] ?? null) },
  ];
}

function readSlots(path: string): string {
  let file: number;
  try {
    file = openSync(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
  } catch (error) {
    if (errorCode(error) !== '') return '';
    throw error;
  }
  try {
    const bytes = Buffer.alloc(2 * SLOT_BYTES);
    const length = readSync(file, bytes, 0, bytes.length, 0);
    return bytes.toString('latin1', 0, length);
  } catch {
    return '';
  } finally {
    closeSync(file);
  }
}

function syncFolder(path: string): void {
  const folder = openSync(path, 'r');
  try {
    fsyncSync(folder);
  } finally {
    closeSync(folder);
  }
}
