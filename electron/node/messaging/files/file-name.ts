import { SAVED_NAME_MAX_UNITS } from './file-limits.ts';

/** A name under which a file may be saved, in two parts that are shown apart: what is before the last dot, and after. */
export interface SavedName {
  readonly stem: string;
  /** Without its dot; empty if there is none. */
  readonly extension: string;
  /** Both. */
  readonly whole: string;
}

/** Of a file whose name has nothing in it that can be kept. */
const NAMELESS = 'file';
/** Control and bidi characters, ends of lines, half characters, and what some system takes for more than a name. */
const UNSAVABLE = /[\p{Cc}\p{Bidi_Control}\p{Zl}\p{Zp}\p{Cs}<>:"|?*]/gu;
/** Whatever follows their first dot, and however they are spelled. */
const RESERVED = /^(?:con|prn|aux|nul|conin\$|conout\$|(?:com|lpt)[0-9¹²³])[ ]*(?:\.|$)/iu;
/** A longer one is no extension; it is part of the name. */
const EXTENSION_MAX_UNITS = 20;

/**
 * What a peer called its file, as it may stand in a folder of any system: the part after the last separator, without
 * anything that hides what it is or leads elsewhere. Total, and of its own result the same. RELAY rule 20.
 */
export function savedName(given: string): SavedName {
  const last = given.slice(Math.max(given.lastIndexOf('/'), given.lastIndexOf('\\')) + 1);
  const clean = trimmed(last.replace(UNSAVABLE, '_'));
  const name = clean === '' ? NAMELESS : clean;
  return split(shortened(RESERVED.test(name) ? `_${name}` : name));
}

function trimmed(name: string): string {
  return name.replace(/^\.+/u, '').replace(/[. ]+$/u, '');
}

function split(whole: string): SavedName {
  const dot = whole.lastIndexOf('.');
  const hasExtension = dot > 0 && whole.length - dot - 1 <= EXTENSION_MAX_UNITS;
  if (!hasExtension) return { stem: whole, extension: '', whole };
  return { stem: whole.slice(0, dot), extension: whole.slice(dot + 1), whole };
}

function shortened(name: string): string {
  if (name.length <= SAVED_NAME_MAX_UNITS) return name;
  const { stem, extension } = split(name);
  const end = extension === '' ? '' : `.${extension}`;
  return trimmed(cut(stem, SAVED_NAME_MAX_UNITS - end.length) + end);
}

/** At most so many units, and no half of a character at the end. */
function cut(text: string, units: number): string {
  const kept = text.slice(0, units);
  return /[\uD800-\uDBFF]$/u.test(kept) ? kept.slice(0, -1) : kept;
}
