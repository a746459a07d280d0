const UNITS = ['KB', 'MB', 'GB'] as const;

/** `412 bytes`, `9.6 KB`, `31 KB`, `1.2 MB`; 1 KB is 1024 bytes. One decimal below ten. */
export function byteSize(bytes: number): string {
  const size = Math.max(0, Number.isFinite(bytes) ? bytes : 0);
  if (size < 1024) return `${Math.round(size)} ${Math.round(size) === 1 ? 'byte' : 'bytes'}`;
  let value = size;
  let unit: string = UNITS[0];
  for (const next of UNITS) {
    value /= 1024;
    unit = next;
    if (value < 1000) break;
  }
  return `${value < 9.95 ? value.toFixed(1).replace(/\.0$/, '') : Math.round(value)} ${unit}`;
}
