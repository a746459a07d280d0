import type { KeyVersion } from '../identity/key-version.ts';

/** What messaging needs to know of a node: its name, and the keys that its envelopes are signed and sealed with. */
export interface PeerIdentity {
  readonly did: string;
  /** The name people see. */
  readonly alias: string;
  /** Ed25519, 32 bytes. */
  readonly signingKey: Uint8Array;
  /** X25519, 32 bytes. */
  readonly sealingKey: Uint8Array;
}

/** The keys of a member between two changes, as far as they are known here. */
export interface MemberKeys extends KeyVersion {
  /** Whether the keys before were called lost: what was sealed to them is opened by somebody else, if by anybody. */
  readonly afterLoss: boolean;
}

/**
 * The only way in which messaging and transport learn of membership. It is asked every time, so what it answers
 * may change while the node runs.
 */
export interface Directory {
  readonly self: PeerIdentity;
  /** The peer of that DID or name, or null if there is none (yet). */
  resolve(nameOrDid: string): PeerIdentity | null;
  /** Everyone but oneself. */
  peers(): PeerIdentity[];
  /** All versions of the keys of a peer or of oneself, newest last; none of somebody who is neither. */
  versions(did: string): readonly MemberKeys[];
}

/** Of somebody whose keys are its DID, and never change. */
export function onlyVersion({ signingKey, sealingKey }: PeerIdentity): readonly MemberKeys[] {
  return [{ signingKey, sealingKey, versionTimeMs: 0, afterLoss: false }];
}
