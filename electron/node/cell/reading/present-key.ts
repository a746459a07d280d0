import type { CellMember } from '#shared/contract/domain/cell.ts';
import { readMemberLog } from '../../identity/member-log/index.ts';

const known = new WeakMap<object, CellMember['key']>();

/** Since when a member has its key, and how it came by it. A log that is held is judged once. */
export function presentKey(didLog: readonly unknown[]): CellMember['key'] {
  const before = known.get(didLog);
  if (before) return before;
  const key = read(didLog);
  known.set(didLog, key);
  return key;
}

function read(didLog: readonly unknown[]): CellMember['key'] {
  const log = readMemberLog(didLog);
  // One of before there were rules for members' logs has one version.
  if (!log.ok) return { version: didLog.length, sinceMs: 0, by: 'first' };
  const { versions } = log.value;
  const [before, last] = [versions.at(-2), versions.at(-1)];
  // The words make two versions: theirs, and that of the device they name.
  const by = !before ? 'first' : before.by === 'words' ? 'words' : 'device';
  return { version: versions.length, sinceMs: last?.versionTimeMs ?? 0, by };
}
