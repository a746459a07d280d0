/**
 * Whether a version is in a range, for the few ranges that package.json may hold: exact (`1.2.3`), by its beginning
 * (`1.65`), caret and tilde. Anything else is null: not understood.
 */
export function isInRange(version: string, range: string): boolean | null {
  const parsed = /^([~^]?)(\d+)(?:\.(\d+))?(?:\.(\d+))?$/.exec(range);
  const found = /^(\d+)\.(\d+)\.(\d+)(-.+)?$/.exec(version);
  if (parsed === null || found === null) return null;
  const [, sign, ...wantedParts] = parsed;
  const wanted = wantedParts.map((part) => (part === undefined ? null : Number(part)));
  const have = [Number(found[1]), Number(found[2]), Number(found[3])];
  // A version before its release is in no range but its own.
  if (found[4] !== undefined) return false;

  const fixed = fixedParts(sign ?? '', wanted);
  for (let index = 0; index < 3; index += 1) {
    const [want, is] = [wanted[index] ?? 0, have[index] ?? 0];
    if (index < fixed && is !== want) return false;
    if (index >= fixed && is !== want) return (wanted[index] ?? null) === null || is > want;
  }
  return true;
}

/** How many of the leading numbers must be equal. */
function fixedParts(sign: string, wanted: ReadonlyArray<number | null>): number {
  const given = wanted.filter((part) => part !== null).length;
  if (sign === '~') return Math.min(2, given);
  if (sign === '') return given;
  const firstNonZero = wanted.findIndex((part) => part !== 0);
  return Math.min((firstNonZero === -1 ? 2 : firstNonZero) + 1, given);
}
