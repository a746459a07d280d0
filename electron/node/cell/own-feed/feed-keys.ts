import type { Epoch } from '#shared/protocol/closing/epoch.ts';
import type { Entry } from '#shared/protocol/log/entry.ts';
import { heldMemberLog, newestVersion } from '../../identity/member-log/index.ts';
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

/**
 * Whether the member signed under a key before it got the one that it has. A key that the log here does not know yet is
 * a later one, and what stands under it is news.
 */
export function isFormerKey(epoch: Epoch | null, me: string, key: string, present: string | null): boolean {
  const log = heldMemberLog(me, epoch?.logs.get(me)?.didLog ?? []);
  if (!log) return key !== present;
  return key !== newestVersion(log).key && log.versions.some((version) => version.key === key);
}
