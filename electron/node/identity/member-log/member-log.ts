import { ok, type Result, thrownFailure } from '#shared/contract/errors.ts';
import { MEMBER_LOG_MAX } from '#shared/protocol/limits.ts';
import { asWritten, says } from '#shared/protocol/saying.ts';
import { checkEntries } from '../did-webvh/check-log.ts';
import { type DidLogEntry, DidLogError } from '../did-webvh/index.ts';
import { readDidLog } from '../did-webvh/read-log.ts';
import { type JudgedVersion, judgeVersion, type MemberVersion } from './judge-version.ts';
import { MemberLogError, type MemberLogFailure } from './member-log-error.ts';

/** The DID log of a member, judged: who it is, and which key signed when. The same verdict everywhere and always. */
export interface MemberLog {
  readonly scid: string;
  readonly didLog: readonly DidLogEntry[];
  /** As many as entries, oldest first; at least one. */
  readonly versions: readonly [MemberVersion, ...MemberVersion[]];
}

export type MemberLogResult = Result<MemberLog> &
  ({ readonly ok: true } | { readonly ok: false; readonly error: MemberLogFailure });

/**
 * Judges a DID log by the rules of docs/protocol.md, "The DID log of a member", whoever handed it over: JSON Lines as
 * text or bytes, or a list of entries. Without `scid` it may be anybody's. No clock; pure; never throws.
 */
export function readMemberLog(log: unknown, scid?: string): MemberLogResult {
  return judged(() => read(log, scid));
}

/** The member's log with the versions of a `rekey` behind it: one to twenty-three entries as a list. */
export function extendMemberLog(current: MemberLog, versions: unknown): MemberLogResult {
  return judged(() => {
    if (!Array.isArray(versions) || versions.length === 0) {
      throw new MemberLogError(1, null, says('error.memberLog.noVersions'));
    }
    return read([...current.didLog, ...Array.from(versions as unknown[])], current.scid);
  });
}

/** A whole log that somebody shows of a member whose log is known: it must be that log, or extend it (rule 7). */
export function readLongerMemberLog(current: MemberLog, log: unknown): MemberLogResult {
  return judged(() => {
    const longer = read(log, current.scid);
    if (!isExtension(current, longer)) {
      const code = 'refused';
      throw new MemberLogError(7, null, says('error.memberLog.notExtension'), { code });
    }
    return longer;
  });
}

/** Rule 7: whether the second begins with the versions of the first. A log extends itself. */
export function isExtension(current: MemberLog, longer: MemberLog): boolean {
  return current.versions.every(({ versionId }, index) => longer.versions[index]?.versionId === versionId);
}

const held = new WeakMap<object, MemberLogResult>();

/** The same for a log that is held, as an entry or an epoch holds it: it is judged once for as long as it is held. */
function judgedOnce(didLog: readonly unknown[]): MemberLogResult {
  const known = held.get(didLog);
  if (known) return known;
  const result = readMemberLog(didLog);
  held.set(didLog, result);
  return result;
}

/** The log of the member of this SCID; null for what is none, or somebody else's. */
export function heldMemberLog(scid: string, didLog: readonly unknown[]): MemberLog | null {
  const result = judgedOnce(didLog);
  return result.ok && result.value.scid === scid ? result.value : null;
}

/** Of a log that was judged before it was held. Throws what is wrong with it. */
export function memberLogOfHeld(didLog: readonly unknown[]): MemberLog {
  const result = judgedOnce(didLog);
  if (!result.ok) throw thrownFailure(result.error);
  return result.value;
}

/** The newest version, under whose key its member signs. */
export function newestVersion({ versions }: MemberLog): MemberVersion {
  return versions.at(-1) ?? versions[0];
}

function read(log: unknown, scid: string | undefined): MemberLog {
  const entries = readDidLog(log);
  if (entries.length > MEMBER_LOG_MAX) {
    const count = entries.length;
    throw new MemberLogError(1, null, says('error.memberLog.versions', { count, limit: MEMBER_LOG_MAX }));
  }
  // Without its witnesses: a member's log has none (rule 2), and their proofs are not looked for.
  const versions = checkEntries(entries);
  const own = versions[0]?.parameters.scid ?? '';
  if (scid !== undefined && scid !== own)
    throw new DidLogError('did', null, says('error.didLog.ofAnotherScid'));
  const before: JudgedVersion[] = [];
  versions.forEach((read, index) => {
    const nextUpdateKey = versions[index + 1]?.parameters.updateKeys[0] ?? null;
    before.push(
      judgeVersion({ scid: own, entry: entries[index] as DidLogEntry, read, before, nextUpdateKey }),
    );
  });
  const [first, ...later] = before.map(({ updateKey: _, ...version }) => version);
  if (first === undefined) throw new DidLogError('syntax', null, says('error.didLog.noEntries'));
  return { scid: own, didLog: entries, versions: [first, ...later] };
}

/** Whatever is thrown while reading what others wrote is a refusal. */
function judged(judge: () => MemberLog): MemberLogResult {
  try {
    return ok(judge()) as MemberLogResult;
  } catch (thrown) {
    if (thrown instanceof MemberLogError) return { ok: false, error: thrown.toFailure() };
    if (thrown instanceof DidLogError) return { ok: false, error: notDidLog(thrown).toFailure() };
    const what = asWritten(thrown instanceof Error ? thrown.message : String(thrown));
    return { ok: false, error: new MemberLogError(1, null, what).toFailure() };
  }
}

function notDidLog({ code, entry, says: sentence }: DidLogError): MemberLogError {
  const whole = says('error.memberLog.notDidLog', { sentence });
  return new MemberLogError(1, entry, sentence, { code, whole });
}
