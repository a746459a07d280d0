import type { ReadCredential } from '../form/read-credential.ts';
import type { Standing } from '../standing/standing.ts';

export interface IssuerKey {
  /** 32 bytes. */
  readonly publicKey: Uint8Array;
  readonly isCurrent: boolean;
}

/**
 * What vouches for an issuer: the log of one's own cell, a standing of another cell, the issuer's own DID log, or a key
 * that is its own name. Each answers the same questions.
 */
export interface Voucher {
  readonly vouchedBy: 'cell' | 'standing' | 'issuer' | 'key';
  /** As people call it. */
  readonly name: string;
  /** What the cell is called whose own log vouches; null where another does, or it has no name. */
  readonly cell: string | null;
  /** When it left its cell; null if it is a member, or nothing is known of it. */
  readonly leftAtMs: number | null;
  /** The accepted standing that this answer rests on, to be kept. */
  readonly standing: Standing | null;
  /** The key of this Multikey, if it is or was the issuer's. */
  keyOf(multikey: string): IssuerKey | null;
  /** Throws `key-replaced` or `not-anchored`. */
  requireAnchored(read: ReadCredential, key: IssuerKey): void;
  /** Throws one of the refusals about status, or `revoked`. */
  requireStatus(read: ReadCredential): void;
}
