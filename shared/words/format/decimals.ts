import { locale } from '../language.ts';

/** `0.530`, `0,530`: a number by the reader's customs, with so many decimals, or with those that it has. */
export function decimals(value: number, digits?: number): string {
  const places =
    digits === undefined
      ? { maximumFractionDigits: 20 }
      : { minimumFractionDigits: digits, maximumFractionDigits: digits };
  return new Intl.NumberFormat(locale(), { useGrouping: false, ...places }).format(value);
}
