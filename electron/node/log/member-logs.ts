import type { DidLogText, MemberLogs } from '#shared/protocol/closing/member-logs.ts';
import { heldMemberLog, newestVersion } from '../identity/member-log/index.ts';

const longer = new WeakMap<DidLogText, WeakMap<DidLogText, DidLogText | null>>();

/** The rules of a member's DID log, signatures included (docs/protocol.md, "The DID log of a member"). */
export const memberLogs: MemberLogs = {
  extended(scid, didLog, versions) {
    const known = longer.get(didLog)?.get(versions);
    if (known !== undefined) return known;
    const whole = [...didLog, ...versions];
    const extended = heldMemberLog(scid, whole) ? whole : null;
    longer.set(didLog, (longer.get(didLog) ?? new WeakMap()).set(versions, extended));
    return extended;
  },
  signingKey: memberKey,
};

/** The Multikey that signs in the newest version of a member's DID log, or null where this is not its log. */
export function memberKey(scid: string, didLog: DidLogText): string | null {
  const log = heldMemberLog(scid, didLog);
  return log && newestVersion(log).key;
}
