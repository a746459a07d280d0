import type { Entry } from '#shared/protocol/log/entry.ts';
import type { CellNodeOptions } from '../cell-node-options.ts';

/** The keys of whoever changes them, as the guard of its feed asks for them. */
export interface FeedKeys {
  /** The Multikey that the log names now. */
  present(): string | null;
  /** Whether it was ever in this home. */
  holds(key: string): boolean;
  /** Told of an entry of ours under a former key that was not written here, and stops nothing. */
  formerUsed(entry: Entry): void;
}

export function feedKeys(
  { keys, formerKeyUsed }: Pick<CellNodeOptions, 'keys' | 'formerKeyUsed'>,
  log: { ownKey(): string | null },
): { keys?: FeedKeys } {
  if (!keys) return {};
  const holds = (key: string): boolean => keys.holds(key);
  return { keys: { present: () => log.ownKey(), holds, formerUsed: (entry) => formerKeyUsed?.(entry) } };
}

/** Whoever has a former key besides us can sign with it, and gets nothing by it but that we are told. */
export function isOfFormerKey({ key, keys }: { key: string; keys?: FeedKeys }, entry: Entry): boolean {
  if (entry.key === (keys?.present() ?? key)) return false;
  keys?.formerUsed(entry);
  return true;
}
