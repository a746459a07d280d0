/** ln 2 in two parts, of which the first times a whole power is exact. */
const LN2_HIGH = 0.6931471803691238;
const LN2_LOW = 1.9082149292705877e-10;
/** More terms change no digit while |r| <= ln 2 / 2. */
const TERMS = 14;
/** Beyond these a double is infinite, or zero. */
const GREATEST = 709.782712893384;
const LEAST = -745.1332191019411;

/**
 * e to the power of `x`, to within two units in the last place of what is right, and the same to the last bit on every
 * computer: Math.exp may differ between engines (ECMA-262 §21.3.2.14 leaves it to them), while sums, products and
 * quotients of doubles may not (IEEE 754 §5.4.1). A cycle that one computer went through is computed again on another.
 */
export function portableExp(x: number): number {
  if (Number.isNaN(x)) return x;
  if (x > GREATEST) return Number.POSITIVE_INFINITY;
  if (x < LEAST) return 0;
  const power = Math.floor(x / Math.LN2 + 0.5);
  const rest = x - power * LN2_HIGH - power * LN2_LOW;
  let sum = 1;
  for (let term = TERMS; term >= 1; term -= 1) sum = 1 + (sum * rest) / term;
  // In two steps: 2 to the power of 1024 is no double, and neither is all of what -1075 would need.
  const half = Math.trunc(power / 2);
  return sum * twoToThe(half) * twoToThe(power - half);
}

/** Exact: Math.pow too may differ between engines. `power` from -1022 to 1023. */
function twoToThe(power: number): number {
  const step = power < 0 ? 0.5 : 2;
  let value = 1;
  for (let count = Math.abs(power); count > 0; count -= 1) value *= step;
  return value;
}
