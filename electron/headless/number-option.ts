import { says } from '#shared/protocol/saying.ts';
import { UsageError } from './usage-error.ts';

/** The number given to an option, 0 or more. */
export function numberOption(text: string, option: string): number {
  const value = text.trim() === '' ? Number.NaN : Number(text);
  if (!Number.isFinite(value) || value < 0)
    throw new UsageError(says('error.headless.optionNeedsNumber', { option, text }));
  return value;
}

/** The milliseconds of an option in seconds. */
export function secondsOption(text: string, option: string): number {
  return Math.round(numberOption(text, option) * 1000);
}
