import { closeSync, existsSync, fstatSync, openSync, readSync } from 'node:fs';
import { SIGNATURE_LENGTH } from '#shared/protocol/log/entry.ts';
import { type CheckedEntry, tryParseEntry } from '../../log/signed-entry.ts';

const BEGIN = Buffer.from('{"entry":{');
const BEFORE_SIGNATURE = Buffer.from('},"signature":"');
const AFTER_SIGNATURE = Buffer.from('"}');
/** What fits on one page of the database, and a little more: what is longer lies in pieces. */
const LENGTH_MAX = 8192;
/** Files that are larger are not looked through: the members have what is in them. */
const FILE_MAX_BYTES = 512 * 1024 * 1024;

/**
 * Receipts that lie in one piece in these files, wherever the pages are that should lead to them. Each is as it was
 * signed, or it is none.
 */
export function carveReceipts(paths: readonly string[]): Map<string, CheckedEntry> {
  const found = new Map<string, CheckedEntry>();
  for (const path of paths) {
    const bytes = bytesOf(path);
    for (let at = bytes.indexOf(BEGIN); at !== -1; at = bytes.indexOf(BEGIN, at + 1)) {
      const receipt = receiptAt(bytes.subarray(at, at + LENGTH_MAX));
      if (receipt) found.set(receipt.hash, receipt);
    }
  }
  return found;
}

function receiptAt(bytes: Buffer): CheckedEntry | null {
  const signature = bytes.indexOf(BEFORE_SIGNATURE);
  if (signature === -1) return null;
  const end = signature + BEFORE_SIGNATURE.length + SIGNATURE_LENGTH;
  if (!bytes.subarray(end, end + AFTER_SIGNATURE.length).equals(AFTER_SIGNATURE)) return null;
  const parsed = tryParseEntry(bytes.toString('utf8', 0, end + AFTER_SIGNATURE.length));
  return 'error' in parsed ? null : parsed;
}

function bytesOf(path: string): Buffer {
  if (!existsSync(path)) return Buffer.alloc(0);
  const file = openSync(path, 'r');
  try {
    const { size } = fstatSync(file);
    if (size > FILE_MAX_BYTES) return Buffer.alloc(0);
    const bytes = Buffer.alloc(size);
    return bytes.subarray(0, readSync(file, bytes, 0, size, 0));
  } catch {
    return Buffer.alloc(0);
  } finally {
    closeSync(file);
  }
}
