import { t } from '../translate.ts';
import { decimal } from './decimal.ts';

const UNITS = ['KB', 'MB', 'GB'] as const;

/** How many bytes the unit has in which so many are told; 1 for bytes. */
function unitOf(size: number): { readonly name: string; readonly bytes: number } {
  if (size < 1024) return { name: '', bytes: 1 };
  let bytes = 1;
  for (const name of UNITS) {
    bytes *= 1024;
    if (size / bytes < 1000) return { name, bytes };
  }
  return { name: UNITS[2], bytes };
}

/** One decimal below ten, unless it is none. */
function inUnits(value: number): string {
  const tenths = Math.round(value * 10) % 10;
  return decimal(value, value < 9.95 && tenths !== 0 ? 1 : 0);
}

/** `412 bytes`, `9.6 KB`, `31 KB`, `1.2 MB`; 1 KB is 1024 bytes. One decimal below ten, unless it is none. */
export function byteSize(bytes: number): string {
  const size = Math.max(0, Number.isFinite(bytes) ? bytes : 0);
  const unit = unitOf(size);
  if (unit.bytes === 1) return t('size.bytes', { shown: String(Math.round(size)), n: Math.round(size) });
  return `${inUnits(size / unit.bytes)} ${unit.name}`;
}

/** `12 of 40 MB`: both in the unit of the whole. */
export function byteSizeOf(done: number, total: number): string {
  const part = Math.max(0, Math.min(done, total)) / unitOf(total).bytes;
  return t('attached.size', { done: inUnits(part), total: byteSize(total) });
}
