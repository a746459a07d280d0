import serialize from 'canonicalize';
import { GhostStackError } from '#shared/contract/errors.ts';
import { type Saying, says } from '#shared/protocol/saying.ts';

/** Deeper than any document of ours; also what stops a value that contains itself. */
export const JSON_MAX_DEPTH = 64;

/** Any code unit that is half a pair: not Unicode text, and refused by RFC 8785 §3.2.2.2. */
const LONE_SURROGATE = /\p{Surrogate}/u;

/**
 * JSON Canonicalization Scheme (RFC 8785): one text for one value. Takes plain JSON data only: `undefined`,
 * functions, holes, NaN, infinities, lone surrogates and objects with a class of their own are refused with
 * `malformed` rather than dropped or converted, because what is signed must be what was meant.
 */
export function canonicalize(value: unknown): string {
  requirePlainJson(value, 0);
  const text = serialize(value);
  if (text === undefined) throw new GhostStackError('malformed', says('error.crypto.noJsonForm'));
  return text;
}

export function hasLoneSurrogate(text: string): boolean {
  return LONE_SURROGATE.test(text);
}

function requirePlainJson(value: unknown, depth: number): void {
  switch (typeof value) {
    case 'string':
      requireText(value);
      return;
    case 'number':
      if (!Number.isFinite(value)) throw refused(says('error.crypto.value.number', { value }));
      return;
    case 'boolean':
      return;
    case 'object':
      if (value === null) return;
      if (depth >= JSON_MAX_DEPTH) throw refused(says('error.crypto.value.depth', { limit: JSON_MAX_DEPTH }));
      if (Array.isArray(value)) {
        // By index, because forEach and for...in skip holes.
        for (let index = 0; index < value.length; index++) requirePlainJson(value[index], depth + 1);
        return;
      }
      requirePlainObject(value, depth);
      return;
    default:
      throw refused(
        value === undefined
          ? says('error.crypto.value.undefined')
          : says('error.crypto.value.type', { type: typeof value }),
      );
  }
}

function requirePlainObject(value: object, depth: number): void {
  const prototype: unknown = Object.getPrototypeOf(value);
  // `null` as grandparent: an Object.prototype, be it that of another realm (a test runner's, a worker's).
  if (prototype !== null && Object.getPrototypeOf(prototype) !== null)
    throw refused(says('error.crypto.value.class'));
  if ('toJSON' in value && typeof value.toJSON === 'function')
    throw refused(says('error.crypto.value.toJson'));
  for (const [key, member] of Object.entries(value)) {
    requireText(key);
    requirePlainJson(member, depth + 1);
  }
}

function requireText(text: string): void {
  if (hasLoneSurrogate(text)) throw refused(says('error.crypto.value.halfSurrogate'));
}

function refused(what: Saying): GhostStackError {
  return new GhostStackError('malformed', says('error.crypto.notCanonical', { what }));
}
