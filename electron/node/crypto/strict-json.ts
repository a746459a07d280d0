import { GhostStackError } from '#shared/contract/errors.ts';
import { type Saying, says } from '#shared/protocol/saying.ts';
import { hasLoneSurrogate, JSON_MAX_DEPTH } from './canonical-json.ts';

export interface StrictJsonLimits {
  /** Size of the text as UTF-8; checked before anything is parsed. */
  readonly maxBytes: number;
}

/**
 * `JSON.parse` for bytes from elsewhere. Also refuses what JSON.parse quietly mends, and what would let two
 * readers see two values in one text: duplicate keys, lone surrogates, numbers beyond a double, nesting past
 * JSON_MAX_DEPTH. Throws `too-large` or `malformed`. The result is still `unknown`: a schema parses it next.
 */
export function parseStrictJson(text: string, { maxBytes }: StrictJsonLimits): unknown {
  const bytes = Buffer.byteLength(text, 'utf8');
  if (bytes > maxBytes) {
    throw new GhostStackError('too-large', says('error.crypto.jsonTooLarge', { bytes, limit: maxBytes }));
  }
  if (hasLoneSurrogate(text)) throw malformed(says('error.crypto.json.halfSurrogate'));
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw malformed(says('error.crypto.json.syntax'), cause);
  }
  if (!isSpelledPlainly(text, value)) checkTokens(text);
  return value;
}

/**
 * Whether a look at each character would find nothing: what is written of the value is the text itself, so that no key
 * came twice and no number was too large, and no escape hides half a character.
 */
function isSpelledPlainly(text: string, value: unknown): boolean {
  return !text.includes('\\') && !isDeeperThan(value, JSON_MAX_DEPTH) && JSON.stringify(value) === text;
}

function isDeeperThan(value: unknown, depth: number): boolean {
  if (typeof value !== 'object' || value === null) return false;
  return depth <= 0 || Object.values(value).some((member) => isDeeperThan(member, depth - 1));
}

/** The same for UTF-8 bytes, which must be valid UTF-8 without a byte order mark. */
export function parseStrictJsonBytes(bytes: Uint8Array, limits: StrictJsonLimits): unknown {
  if (bytes.length > limits.maxBytes) {
    throw new GhostStackError(
      'too-large',
      says('error.crypto.jsonTooLarge', { bytes: bytes.length, limit: limits.maxBytes }),
    );
  }
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch (cause) {
    throw malformed(says('error.crypto.json.notUtf8'), cause);
  }
  return parseStrictJson(text, limits);
}

/**
 * One pass over a text that JSON.parse accepted (which does not recurse, so nesting costs it no stack). By hand
 * and not by a regular expression: those run out of stack on strings of megabytes.
 */
function checkTokens(text: string): void {
  /** Open containers: the keys seen so far of an object, null for an array. */
  const open: (Set<string> | null)[] = [];
  let keys: Set<string> | null = null;
  for (let at = 0; at < text.length; at++) {
    const character = text[at];
    switch (character) {
      case '{':
      case '[':
        if (open.length >= JSON_MAX_DEPTH)
          throw malformed(says('error.crypto.json.depth', { limit: JSON_MAX_DEPTH }));
        keys = character === '{' ? new Set() : null;
        open.push(keys);
        break;
      case '}':
      case ']':
        open.pop();
        keys = null;
        break;
      case ',':
        keys = open.at(-1) ?? null;
        break;
      case ':':
        keys = null;
        break;
      case '"': {
        const end = endOfString(text, at);
        checkString(text.slice(at, end), keys);
        at = end - 1;
        break;
      }
      default:
        if (character === '-' || isDigit(character)) at = checkNumber(text, at) - 1;
    }
  }
}

function endOfString(text: string, start: number): number {
  for (let at = start + 1; at < text.length; at++) {
    if (text[at] === '\\') at += 1;
    else if (text[at] === '"') return at + 1;
  }
  return text.length;
}

/** Keys are compared as they read after their escapes are undone. */
function checkString(token: string, keys: Set<string> | null): void {
  const escaped = token.includes('\\');
  if (!escaped && keys === null) return;
  const value = escaped ? String(JSON.parse(token)) : token.slice(1, -1);
  if (escaped && hasLoneSurrogate(value)) throw malformed(says('error.crypto.json.halfSurrogate'));
  if (keys === null) return;
  if (keys.has(value)) throw malformed(says('error.crypto.json.keyTwice'));
  keys.add(value);
}

function checkNumber(text: string, start: number): number {
  let end = start + 1;
  while (end < text.length && /[\d.eE+-]/.test(text[end] ?? '')) end += 1;
  if (!Number.isFinite(Number(text.slice(start, end))))
    throw malformed(says('error.crypto.json.numberTooLarge'));
  return end;
}

function isDigit(character: string | undefined): boolean {
  return character !== undefined && character >= '0' && character <= '9';
}

function malformed(what: Saying, cause?: unknown): GhostStackError {
  return new GhostStackError('malformed', says('error.crypto.jsonUnreadable', { what }), { cause });
}
