import type { DidLogText, MemberLogs } from '#shared/protocol/closing/member-logs.ts';
import { type MemberLog, newestVersion, readMemberLog } from '../identity/member-log/index.ts';

const read = new WeakMap<DidLogText, MemberLog | null>();
const longer = new WeakMap<DidLogText, WeakMap<DidLogText, DidLogText | null>>();

/** A list that stands in an entry or an epoch is verified once for as long as it is held. */
function logOf(scid: string, didLog: DidLogText): MemberLog | null {
  const known = read.get(didLog);
  if (known !== undefined) return known && known.scid === scid ? known : null;
  const judged = readMemberLog(didLog, scid);
  const log = judged.ok ? judged.value : null;
  read.set(didLog, log);
  return log;
}

/** The rules of a member's DID log, signatures included (docs/protocol.md, "The DID log of a member"). */
export const memberLogs: MemberLogs = {
  extended(scid, didLog, versions) {
    const known = longer.get(didLog)?.get(versions);
    if (known !== undefined) return known;
    const whole = [...didLog, ...versions];
    const extended = logOf(scid, whole) ? whole : null;
    longer.set(didLog, (longer.get(didLog) ?? new WeakMap()).set(versions, extended));
    return extended;
  },
};

/** The Multikey that signs in the newest version of a member's DID log, or null where this is not its log. */
export function memberKey(scid: string, didLog: DidLogText): string | null {
  const log = logOf(scid, didLog);
  return log && newestVersion(log).key;
}
