import { canonicalize, JSON_MAX_DEPTH } from './canonical-json.ts';
import { parseStrictJson, type StrictJsonLimits } from './strict-json.ts';

export interface ReadJson {
  readonly value: unknown;
  /** Whether the text is the JCS of the value, and no object has a key `__proto__`: what copies it would lose that. */
  readonly isCanonical: boolean;
}

/**
 * `parseStrictJson`, and whether the text is canonical. One that is costs a few microseconds: what the runtime writes
 * of the value is compared with the text as it is, and the keys are seen to be in order. Only a text that is not the
 * same is looked at by the strict reader, which says what is wrong with it.
 * @throws {GhostStackError} what `parseStrictJson` throws
 */
export function readCanonicalJson(text: string, limits: StrictJsonLimits): ReadJson {
  const quick = readQuickly(text, limits.maxBytes);
  if (quick) return quick;
  const value = parseStrictJson(text, limits);
  return { value, isCanonical: isCanonicalOf(value, text) };
}

function readQuickly(text: string, maxBytes: number): ReadJson | null {
  // A half surrogate pair that is escaped would be written the same way again; a raw one would not.
  if (text.includes('\\ud')) return null;
  // No UTF-16 unit takes more than three bytes.
  if (text.length * 3 > maxBytes && Buffer.byteLength(text, 'utf8') > maxBytes) return null;
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return null;
  }
  return isInOrder(value, 0) && JSON.stringify(value) === text ? { value, isCanonical: true } : null;
}

/** Keys ascending by UTF-16 units in every object, none of them `__proto__`, and no deeper than allowed. */
function isInOrder(value: unknown, depth: number): boolean {
  if (typeof value !== 'object' || value === null) return true;
  if (depth >= JSON_MAX_DEPTH) return false;
  if (Array.isArray(value)) {
    for (const item of value) if (!isInOrder(item, depth + 1)) return false;
    return true;
  }
  let before: string | null = null;
  for (const [key, member] of Object.entries(value)) {
    if ((before !== null && key <= before) || key === '__proto__') return false;
    if (!isInOrder(member, depth + 1)) return false;
    before = key;
  }
  return true;
}

function isCanonicalOf(value: unknown, text: string): boolean {
  try {
    return !hasProto(value) && canonicalize(value) === text;
  } catch {
    return false;
  }
}

function hasProto(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false;
  return Object.entries(value).some(([key, member]) => key === '__proto__' || hasProto(member));
}
