import { z } from 'zod';
import { ClaimRule, TypeDefinition } from '../../protocol/credentials/type-definition.ts';
import { SayingView } from './saying.ts';

const ClaimValue = z.union([z.string(), z.int(), z.boolean()]);
export type ClaimValue = z.infer<typeof ClaimValue>;
export const ClaimValues = z.record(z.string().max(64), ClaimValue);
export type ClaimValues = z.infer<typeof ClaimValues>;

/** Somebody as the cell, or this node, calls it; null for whoever has no name here. */
const Who = z.object({ did: z.string(), name: z.string().nullable() });

/** A kind of credential that can be issued here. */
export const CredentialTypeView = z.object({
  /** `MeshMember:1`, or the hash of the entry that defines it. */
  id: z.string(),
  type: z.string(),
  title: z.string(),
  claims: z.record(z.string(), ClaimRule),
  /** Who defined it; null for what is built in. */
  by: z.string().nullable(),
});
export type CredentialTypeView = z.infer<typeof CredentialTypeView>;

/** `unknown`: no issue of it counts here: it has not come yet, or its issuer wrote it after its key was replaced. */
export const CredentialState = z.enum(['valid', 'revoked', 'expired', 'not-yet-valid', 'unknown']);
export type CredentialState = z.infer<typeof CredentialState>;

/** A credential that this home issued or holds. */
export const CredentialView = z.object({
  id: z.string(),
  type: z.string(),
  typeId: z.string(),
  title: z.string(),
  claims: ClaimValues,
  issuer: Who,
  subject: Who,
  validFromMs: z.int(),
  validUntilMs: z.int(),
  state: CredentialState,
  /** Its subject has changed its key since: it is to be issued again. */
  isOfFormerKey: z.boolean(),
  /** Until when somebody outside of the cell can check it by its present papers; null while there are none. */
  outsideUntilMs: z.int().nullable(),
  /** Held by who is no member of its cell: a member hands new papers. */
  needsPapers: z.boolean(),
});
export type CredentialView = z.infer<typeof CredentialView>;

/** Whose word is taken here of what was issued outside of the own cell. */
export const VoucherView = z.object({
  kind: z.enum(['cell', 'issuer']),
  /** The cell's id, or the DID. */
  id: z.string(),
  name: z.string(),
  /** When words or fingerprint were compared. */
  atMs: z.int(),
  /** Of a cell: the day of the newest standing that is known here. */
  dayMs: z.int().nullable(),
});
export type VoucherView = z.infer<typeof VoucherView>;

export const Credentials = z.object({
  types: z.array(CredentialTypeView),
  /** The newest first. */
  held: z.array(CredentialView),
  issued: z.array(CredentialView),
  vouchers: z.array(VoucherView),
});
export type Credentials = z.infer<typeof Credentials>;

export const TypeWish = TypeDefinition;

/** What somebody asks to be shown. */
export const RequestView = z.object({
  verifier: Who,
  typeId: z.string(),
  /** Null for a type that is not known here. */
  title: z.string().nullable(),
  fields: z.array(z.string()),
  expiresMs: z.int(),
  isExpired: z.boolean(),
  /** Ids of held credentials of this type. */
  fits: z.array(z.string()),
});
export type RequestView = z.infer<typeof RequestView>;

export const MadeRequest = z.object({ link: z.string(), nonce: z.string(), expiresMs: z.int() });
export type MadeRequest = z.infer<typeof MadeRequest>;

/** What a check found, or why it refused. */
export const CheckView = z.discriminatedUnion('ok', [
  z.object({
    ok: z.literal(true),
    value: z.object({
      form: z.enum(['whole', 'sd-jwt']),
      id: z.string().nullable(),
      issuer: Who,
      issuerLeftAtMs: z.int().nullable(),
      vouchedBy: z.enum(['cell', 'standing', 'issuer', 'key']),
      /** What the cell is called whose log vouches; null where another does. */
      cell: z.string().nullable(),
      /** Null where its holder keeps that back. */
      subject: Who.nullable(),
      type: z.string(),
      typeId: z.string(),
      claims: ClaimValues,
      /** Asked for, and not shown. */
      missing: z.array(z.string()),
      validFromMs: z.int(),
      validUntilMs: z.int(),
      /** Whether its holder proved to be who it was issued to. */
      bound: z.boolean(),
      /** Of the standing that this rests on; null without one. */
      standing: z.object({ cell: z.string(), dayMs: z.int() }).nullable(),
    }),
  }),
  z.object({ ok: z.literal(false), code: z.string(), message: z.string(), says: SayingView }),
]);
export type CheckView = z.infer<typeof CheckView>;

/** What another cell says of itself, before its words were compared. */
export const StandingView = z.object({
  cell: z.string(),
  name: z.string(),
  q: z.int().min(1),
  members: z.int().min(1),
  dayMs: z.int(),
  words: z.array(z.string()),
});
export type StandingView = z.infer<typeof StandingView>;

export const StandingPapers = StandingView.extend({ text: z.string() });
export type StandingPapers = z.infer<typeof StandingPapers>;

export const IssuerView = z.object({ did: z.string(), fingerprint: z.string() });
export type IssuerView = z.infer<typeof IssuerView>;
