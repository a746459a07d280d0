/**
 * How an endorsement fades: 2^(-age / 30) for an age in whole days, in integers, so that every machine gets the
 * same value and sums do not depend on their order. `2 ** (-age / 30)` may differ in its last bit between engines.
 */

/** H: after so many days half of an endorsement's strength is left (DESIGN §7). */
export const HALF_LIFE_DAYS = 30;

/** What a strength of one thousandth is worth on its first day. */
export const FADE_ONE = 2 ** 32;

/** round(2^32 · 2^(-days / 30)) for the days of one half-life. */
const FADED = [
  4_294_967_296, 4_196_870_107, 4_101_013_462, 4_007_346_185, 3_915_818_271, 3_826_380_858, 3_738_986_199,
  3_653_587_636, 3_570_139_579, 3_488_597_478, 3_408_917_802, 3_331_058_012, 3_254_976_542, 3_180_632_775,
  3_107_987_022, 3_037_000_500, 2_967_635_313, 2_899_854_428, 2_833_621_662, 2_768_901_654, 2_705_659_852,
  2_643_862_496, 2_583_476_593, 2_524_469_906, 2_466_810_934, 2_410_468_894, 2_355_413_709, 2_301_615_985,
  2_249_047_003, 2_197_678_699,
] as const;

/** Strength in thousandths · 2^32 · 2^(-age / 30), as an integer; ages below 0 (a clock ahead) do not fade. */
export function fadedStrength(strength: number, ageDays: number): number {
  const days = Math.max(0, ageDays);
  let faded: number = FADED[days % HALF_LIFE_DAYS] ?? 0;
  for (let halvings = Math.floor(days / HALF_LIFE_DAYS); halvings > 0 && faded > 0; halvings -= 1)
    faded = Math.floor(faded / 2);
  return strength * faded;
}
