import type { Directory, MemberKeys } from '../directory.ts';

export type KeyVersion = Pick<MemberKeys, 'signingKey' | 'sealingKey'> &
  Partial<Pick<MemberKeys, 'afterLoss'>>;

/** All versions of a member's keys, the present one last; none of whoever is no member. */
export type VersionsOf = (did: string) => readonly KeyVersion[];

/** As a directory names them, which may change from one moment to the next. */
export function versionsIn(directory: Directory): VersionsOf {
  return (did) => directory.versions(did);
}

/** Those versions to whose key something may still be sealed: none is older than a loss. */
export function sinceLost(versions: readonly KeyVersion[]): readonly KeyVersion[] {
  return versions.slice(Math.max(0, versions.map(({ afterLoss }) => afterLoss === true).lastIndexOf(true)));
}
