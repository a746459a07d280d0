/** All that a check may know besides what it was handed: facts, brought by whoever asks. It reaches for nothing. */
import type { Issue } from '#shared/protocol/credentials/issued-tree.ts';
import type { PresentationRequest } from '../presenting/request.ts';
import type { AcceptedStandings } from '../standing/accept-standing.ts';
import type { CredentialType } from '../type/credential-type.ts';

/** What a member's own log says of an issuer, member or not any more. */
export interface CellIssuer {
  /** As the cell calls it. */
  readonly name: string;
  /** What the cell is called, for who knows more than one. */
  readonly cell?: string;
  /** Signing keys of the versions of its DID log, oldest first, as Multikeys; the last is the present one. */
  readonly keys: readonly string[];
  /** The uuid of its list, as its first `issue` names it; null before that. */
  readonly list: string | null;
  /** The issues of this place in the list that count. */
  issuesAt(index: number): readonly Issue[];
  /** Whether a `revoke` of this place counts. */
  isRevoked(index: number): boolean;
  /** When it stopped to be a member; null while it is one. */
  readonly leftAtMs: number | null;
}

export interface CellFacts {
  /**
   * By SCID; null for who never was a member. Somebody may issue in several cells that a home holds: `list`, the URN of
   * the list that a credential names, says of which it is.
   */
  issuer(scid: string, list?: string): CellIssuer | null;
}

/** An issuer whose fingerprint was compared: it vouches for itself, and nobody else does. */
export interface KnownIssuer {
  readonly did: string;
  /** Of a did:webvh, the longest DID log ever seen of it (JSON Lines); null of a did:key, and before the first. */
  readonly log: string | null;
}

export interface CheckPolicy {
  /** The verifier's own clock; the computer's where it is left out. */
  readonly nowMs?: number;
  /**
   * Whether the holder must prove to be the one to whom it was issued. Left out, it must for everything but a whole
   * credential; with a request it always must. What came never decides it.
   */
  readonly keyBinding?: boolean;
  /** What this verifier asked for. */
  readonly request?: PresentationRequest;
  /** Whether a nonce of this verifier was used up by a presentation that passed. */
  readonly isNonceUsed?: (nonce: string) => boolean;
  /** The log of the verifier's own cell, and those that it keeps. */
  readonly cell?: CellFacts;
  /** Standings of other cells, each accepted after six words were compared. */
  readonly standings?: AcceptedStandings;
  /** Single issuers. `anyone` takes a did:key at its word: it proves who signed, not who that is. */
  readonly issuers?: readonly KnownIssuer[] | 'anyone';
  /** Types by id that are known here besides the built-in one. */
  readonly typeOf?: (id: string) => CredentialType | null;
  /** How people here call somebody; null for whoever has no name. */
  readonly nameOf?: (did: string) => string | null;
}
