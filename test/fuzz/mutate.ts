/** Changes values and bytes at random: mostly small changes, so that what comes out is nearly right. */
import type { Random } from './random.ts';

const HASH_LIKE = /^[0-9a-f]{64}$/;

/** Values that programs trip over. */
const ODD: readonly (() => unknown)[] = [
  () => null,
  () => true,
  () => 0,
  () => -1,
  () => 0.5,
  () => 1e308,
  () => 2 ** 31,
  () => Number.MAX_SAFE_INTEGER,
  () => '',
  () => '\u0000\r\n\u202e',
  () => '\ud83d\ude00'.repeat(50),
  () => '{n, plural, one {#} other {#}}',
  () => '__proto__',
  () => 'constructor',
  () => '0'.repeat(64),
  () => 'x'.repeat(5_000),
  () => [],
  () => ({}),
  () => JSON.parse('{"__proto__":{"a":1}}'),
  () => ({ constructor: { prototype: 1 }, hasOwnProperty: 1, toString: null, valueOf: 1, length: -1 }),
  () => [[[[[[[[[['deep']]]]]]]]]],
  () => nested(40),
  () => Array.from({ length: 300 }, (_, at) => at),
];

/** The names that objects have without anybody having given them. */
const ODD_KEYS = ['__proto__', 'constructor', 'toString', 'hasOwnProperty', '', 'toJSON', '\u0000'];

export function oddValue(random: Random): unknown {
  return random.pick(ODD)();
}

/** A copy of a JSON value with a few places changed; `alike` are values of its kind from elsewhere. */
export function mutateValue(
  random: Random,
  value: unknown,
  alike: readonly unknown[] = [],
  changesMax = 3,
): unknown {
  let changed = structuredClone(value);
  for (let times = 1 + random.below(changesMax); times > 0; times -= 1)
    changed = changeOne(random, changed, alike);
  return changed;
}

/** Bytes with a few changed, added, taken out or doubled. */
export function mutateBytes(random: Random, bytes: Uint8Array): Uint8Array {
  let changed = Buffer.from(bytes);
  for (let times = 1 + random.below(4); times > 0; times -= 1) {
    const at = random.below(changed.length + 1);
    const before = changed.subarray(0, at);
    const some = 1 + random.below(8);
    switch (random.below(5)) {
      case 0:
        changed = Buffer.concat([before, Uint8Array.of(random.below(256)), changed.subarray(at + 1)]);
        break;
      case 1:
        changed = Buffer.concat([before, changed.subarray(at + some)]);
        break;
      case 2:
        changed = Buffer.concat([before, changed.subarray(at, at + some), changed.subarray(at)]);
        break;
      case 3:
        changed = Buffer.concat([before, Uint8Array.of(random.pick([0, 10, 34, 44, 91, 92, 123, 125, 255]))]);
        break;
      default:
        changed = Buffer.concat([
          before,
          Buffer.from(JSON.stringify(oddValue(random)) ?? ''),
          changed.subarray(at),
        ]);
    }
  }
  return changed;
}

function changeOne(random: Random, value: unknown, alike: readonly unknown[]): unknown {
  if (typeof value === 'object' && value !== null && !random.chance(0.05)) {
    return Array.isArray(value) ? changeList(random, value, alike) : changeObject(random, value, alike);
  }
  return changeLeaf(random, value, alike);
}

function changeList(random: Random, list: readonly unknown[], alike: readonly unknown[]): unknown[] {
  const at = random.below(list.length + 1);
  const [before, item, after] = [list.slice(0, at), list[at], list.slice(at + 1)];
  if (item === undefined || random.chance(0.15)) return [...before, oddValue(random), ...list.slice(at)];
  if (random.chance(0.15)) return [...before, ...after];
  if (random.chance(0.1)) return [...before, item, item, ...after];
  return [...before, changeOne(random, item, alike), ...after];
}

function changeObject(random: Random, object: object, alike: readonly unknown[]): object {
  const entries = Object.entries(object);
  const at = random.below(entries.length + 1);
  const entry = entries[at];
  const how = random.next();
  if (!entry || how < 0.1) {
    entries.push([random.chance(0.5) ? random.pick(ODD_KEYS) : `k${random.below(9)}`, oddValue(random)]);
  } else if (how < 0.2) entries.splice(at, 1);
  else entries[at] = [entry[0], changeOne(random, entry[1], alike)];
  // As JSON.parse has it: a key `__proto__` is a key like others.
  return JSON.parse(
    `{${entries.map(([key, item]) => `${JSON.stringify(key)}:${JSON.stringify(item ?? null)}`).join(',')}}`,
  );
}

function changeLeaf(random: Random, value: unknown, alike: readonly unknown[]): unknown {
  if (random.chance(0.3)) return oddValue(random);
  if (typeof value === 'number') return value + random.pick([-1, 1, 1, 2, 1_000_000, 0.5]);
  if (typeof value === 'boolean') return !value;
  if (typeof value !== 'string') return oddValue(random);
  const same = alike.filter((other) => typeof other === 'string' && sameKind(other, value));
  if (same.length > 0 && random.chance(0.8)) return random.pick(same);
  const at = random.below(value.length + 1);
  return value.slice(0, at) + random.pick(['', 'Z', '\u0130', '\n', '"', ' ']) + value.slice(at + 1);
}

function sameKind(one: string, other: string): boolean {
  return HASH_LIKE.test(one) === HASH_LIKE.test(other) && one.length === other.length;
}

function nested(depth: number): unknown {
  return depth === 0 ? 1 : { a: nested(depth - 1) };
}
