import type { Claims } from '../type/claims-of-type.ts';
import type { CredentialFrame } from './members.ts';
import type { HolderBinding } from './selective-form.ts';

/** What a credential tells of its claims; null is what it keeps back. */
export interface OpenedCredential {
  readonly id: string | null;
  readonly subject: string | null;
  readonly claims: Claims;
}

/** A credential of either form, before anything about it is believed. */
export interface ReadCredential {
  readonly form: 'whole' | 'sd-jwt';
  readonly frame: CredentialFrame;
  /** The verification method that it names for its signature. */
  readonly method: string;
  /** By which the log knows this form: hex. */
  readonly digest: string;
  isSignedBy(publicKey: Uint8Array): boolean;
  /** Throws one of the refusals of disclosures. */
  open(): OpenedCredential;
  /** Null where it has no key of a holder at all, as the whole form. */
  readonly binding: HolderBinding | null;
}
