import {
  closeSync,
  existsSync,
  fstatSync,
  fsyncSync,
  openSync,
  renameSync,
  rmSync,
  writeSync,
} from 'node:fs';
import { dirname } from 'node:path';
import { syncFolder } from './atomic-file.ts';

/** What is on its way out. */
const leaving = (path: string): string => `${path}.forgotten`;

/**
 * Removes a file of secrets for good: from the moment of its new name it is gone, whenever the process ends; then its
 * bytes are written over, and it is unlinked. What a disk or a file system keeps of older blocks is beyond a program.
 */
export function forgetFile(path: string): void {
  if (!existsSync(path)) return;
  renameSync(path, leaving(path));
  syncFolder(dirname(path));
  finishForgetting(path);
}

/** Ends what was cut short; does nothing where nothing was. */
export function finishForgetting(path: string): void {
  const left = leaving(path);
  if (!existsSync(left)) return;
  const file = openSync(left, 'r+');
  try {
    writeOver(file);
  } finally {
    closeSync(file);
  }
  rmSync(left, { force: true });
  syncFolder(dirname(path));
}

/**
 * Runs what puts another file in this one's place, and then writes over the bytes of the one that was there. After a
 * crash in between they are left to the file system, as those of any file that was replaced.
 */
export function forgetReplaced(path: string, replace: () => void): void {
  // Windows replaces no file that is open.
  const isKept = process.platform === 'win32' || !existsSync(path);
  const file = isKept ? null : openSync(path, 'r+');
  try {
    replace();
    if (file !== null) writeOver(file);
  } finally {
    if (file !== null) closeSync(file);
  }
}

function writeOver(file: number): void {
  const zeros = Buffer.alloc(fstatSync(file).size);
  for (let written = 0; written < zeros.length; )
    written += writeSync(file, zeros, written, zeros.length - written, written);
  fsyncSync(file);
}
