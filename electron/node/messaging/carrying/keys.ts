import type { Directory } from '../directory.ts';

/** The keys of one version of a member's DID log. */
export interface KeyVersion {
  /** Ed25519 and X25519, 32 bytes each. */
  readonly signingKey: Uint8Array;
  readonly sealingKey: Uint8Array;
  /** Somebody else may have the keys of before: what is sealed to them is not carried any more. */
  readonly afterLoss?: boolean;
}

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
