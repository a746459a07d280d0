import { t } from '../translate.ts';
import { decimal } from './decimal.ts';

const UNITS = ['KB', 'MB', 'GB'] as const;

/** `412 bytes`, `9.6 KB`, `31 KB`, `1.2 MB`; 1 KB is 1024 bytes. One decimal below ten, unless it is none. */
export function byteSize(bytes: number): string {
  const size = Math.max(0, Number.isFinite(bytes) ? bytes : 0);
  if (size < 1024) return t('size.bytes', { shown: String(Math.round(size)), n: Math.round(size) });
  let value = size;
  let unit: string = UNITS[0];
  for (const next of UNITS) {
    value /= 1024;
    unit = next;
    if (value < 1000) break;
  }
  const tenths = Math.round(value * 10) % 10;
  return `${decimal(value, value < 9.95 && tenths !== 0 ? 1 : 0)} ${unit}`;
}
