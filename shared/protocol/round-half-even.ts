const FRACTION_BITS = 52n;
const HIDDEN_BIT = 1n << FRACTION_BITS;

/** `|value|` as `mantissa * 2^exponent`, exactly; `value` is finite. */
function decompose(value: number): { mantissa: bigint; exponent: number } {
  const view = new DataView(new ArrayBuffer(8));
  view.setFloat64(0, value);
  const bits = view.getBigUint64(0);
  const biased = Number((bits >> FRACTION_BITS) & 0x7ffn);
  const fraction = bits & (HIDDEN_BIT - 1n);
  return biased === 0
    ? { mantissa: fraction, exponent: -1074 }
    : { mantissa: fraction | HIDDEN_BIT, exponent: biased - 1075 };
}

/**
 * Rounds as Python's `round(value, decimals)` does: to the nearest decimal of the double's exact value, ties to
 * the even digit. Scaling by a power of ten first would round twice and give other digits (1.0005, 2.675), and
 * `toFixed` sends ties away from zero (0.0625).
 *
 * @param decimals an integer from 0 to 20
 */
export function roundHalfEven(value: number, decimals: number): number {
  if (!Number.isFinite(value)) return value;
  const { mantissa, exponent } = decompose(value);
  if (exponent >= 0) return value;
  const shift = BigInt(-exponent);
  const scaled = mantissa * 10n ** BigInt(decimals);
  let units = scaled >> shift;
  const rest = scaled - (units << shift);
  const half = 1n << (shift - 1n);
  if (rest > half || (rest === half && (units & 1n) === 1n)) units += 1n;
  const rounded = Number(`${units}e-${decimals}`);
  return value < 0 || Object.is(value, -0) ? -rounded : rounded;
}
