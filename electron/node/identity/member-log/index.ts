/** The DID log of a member: the only logs that an admission or a change of key takes (docs/protocol.md). */
export type { MemberVersion, VersionAuthor } from './judge-version.ts';
export {
  extendMemberLog,
  heldMemberLog,
  isExtension,
  type MemberLog,
  type MemberLogResult,
  memberLogOfHeld,
  newestVersion,
  readLongerMemberLog,
  readMemberLog,
} from './member-log.ts';
export type { MemberLogFailure, MemberLogRule } from './member-log-error.ts';
