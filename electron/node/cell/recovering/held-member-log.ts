import { multihash } from '../../identity/did-webvh/multihash.ts';
import { heldMemberLog, type MemberLog, newestVersion } from '../../identity/member-log/index.ts';

type Held = { readonly scid: string; readonly didLog: readonly unknown[] };

/** The log of a member as an epoch holds it; null if it is no member's log. */
export function memberLogOf({ scid, didLog }: Held): MemberLog | null {
  return heldMemberLog(scid, didLog);
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
