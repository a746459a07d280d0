import { multihash } from '../../identity/did-webvh/multihash.ts';
import { type MemberLog, newestVersion, readMemberLog } from '../../identity/member-log/index.ts';

type Held = { readonly scid: string; readonly didLog: readonly unknown[] };

const read = new WeakMap<object, MemberLog | null>();

/** The log of a member as an epoch holds it, judged once for as long as it is held; null for one that is no member's log. */
export function memberLogOf({ scid, didLog }: Held): MemberLog | null {
  const known = read.get(didLog);
  if (known !== undefined) return known;
  const judged = readMemberLog(didLog, scid);
  const log = judged.ok ? judged.value : null;
  read.set(didLog, log);
  return log;
}

/** To which keys all of them have committed: sorted, so that nothing in it says who has which. */
export function committedHashes(members: readonly Held[]): string[] {
  return members.flatMap((member) => hashesOf(member)).toSorted();
}

function hashesOf(member: Held): string[] {
  const log = memberLogOf(member);
  if (log === null) return [];
  const { device, words } = newestVersion(log);
  return [device, words];
}

export interface Committed {
  readonly log: MemberLog;
  readonly by: 'device' | 'words';
}

/** The member whose newest version committed to a key (a Multikey), and for what. */
export function committedTo(members: readonly Held[], key: string): Committed | null {
  const hash = multihash(key);
  for (const member of members) {
    const log = memberLogOf(member);
    if (log === null) continue;
    const { device, words } = newestVersion(log);
    if (hash === words) return { log, by: 'words' };
    if (hash === device) return { log, by: 'device' };
  }
  return null;
}
