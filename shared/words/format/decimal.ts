import { locale } from '../language.ts';

const separators = new Map<string, string>();

function separator(): string {
  const here = locale();
  const known = separators.get(here);
  if (known !== undefined) return known;
  const parts = new Intl.NumberFormat(here).formatToParts(0.5);
  const found = parts.find(({ type }) => type === 'decimal')?.value ?? '.';
  separators.set(here, found);
  return found;
}

/** `0.53`, in German `0,53`: always so many places. Rounded as `toFixed` does, which other members' programs do, too. */
export function decimal(value: number, places: number): string {
  return value.toFixed(places).replace('.', separator());
}

/** `1.5`, `2`: as many places as there are. */
export function plainNumber(value: number): string {
  return String(value).replace('.', separator());
}
