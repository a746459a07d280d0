/** A DID log as it stands in entries: one object a version, oldest first. */
export type DidLogText = readonly Readonly<Record<string, unknown>>[];

/**
 * The rules of a member's DID log, which take the signatures in it; they are no part of this kernel, which knows of a log
 * how many versions it has and what each is called.
 */
export interface MemberLogs {
  /**
   * A member's log with these versions behind it, or null where that is no log of a member. The same list for the same
   * ones, so that what is known of it can be kept with it.
   */
  extended(scid: string, didLog: DidLogText, versions: DidLogText): DidLogText | null;
  /** The Multikey that signs in the newest version of a member's whole log, or null where it is none of this SCID. */
  signingKey(scid: string, didLog: DidLogText): string | null;
}

/** For logs in which no key is ever changed. */
export const NO_LONGER_LOGS: MemberLogs = { extended: () => null, signingKey: () => null };

/** `versionId` of the newest version; empty where it has none. */
export function newestVersionId(didLog: DidLogText): string {
  return versionIdOf(didLog.at(-1));
}

/** Whether a log begins with all versions of another. A log extends itself. */
export function isExtensionOf(shorter: DidLogText, longer: DidLogText): boolean {
  return shorter.every((version, at) => versionIdOf(version) === versionIdOf(longer[at]));
}

function versionIdOf(version: Readonly<Record<string, unknown>> | undefined): string {
  return String(version?.versionId ?? '');
}
