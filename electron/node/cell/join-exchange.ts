/** What newcomer and inviter say to each other; format: docs/protocol.md, "Invitation". */
import { z } from 'zod';
import { Alias, DidLog } from '#shared/closing/bodies.ts';
import { NAME_MAX } from '#shared/format/name-rule.ts';
import { text } from '#shared/format/text.ts';
import { decodeBase64url, encodeBase64url } from '../crypto/base64url.ts';
import type { MemberIdentity } from '../identity/member-identity.ts';
import { type Invitation, joinProof } from './invitation.ts';
import { JOIN_NONCE_BYTES, joinCommitment, joinNonce } from './join-words.ts';

const Nonce = z.string().refine(isNonce, 'not 32 bytes');

export const JoinAsk = z.strictObject({
  v: z.literal(2),
  cell: z.string().length(64),
  proof: z.string().length(43),
  alias: Alias,
  didLog: DidLog,
  commitment: z.string().length(43),
  /** Left out until the inviter has told its own. */
  nonce: Nonce.optional(),
});
export type JoinAsk = z.infer<typeof JoinAsk>;

export const JoinAnswer = z.strictObject({
  v: z.literal(2),
  state: z.enum(['asking', 'voting', 'admitted', 'refused']),
  cellName: text(0, 60),
  inviter: z.strictObject({ alias: text(0, NAME_MAX), didLog: DidLog }),
  nonce: Nonce,
});
export type JoinAnswer = z.infer<typeof JoinAnswer>;

export interface Newcomer {
  readonly invitation: Invitation;
  readonly identity: MemberIdentity;
  readonly alias: string;
}

/** What a newcomer asks with: that it holds the invitation, who it is, and what it is bound to. */
export class JoinQuestions {
  readonly nonce: Uint8Array;
  readonly #newcomer: Newcomer;

  constructor(newcomer: Newcomer, nonce: Uint8Array = joinNonce()) {
    this.#newcomer = newcomer;
    this.nonce = nonce;
  }

  /** Asked before the inviter's nonce is known. */
  first(): JoinAsk {
    const { invitation, identity, alias } = this.#newcomer;
    const { cell, secret } = invitation;
    return {
      v: 2,
      cell,
      proof: joinProof(decodeBase64url(secret), cell, identity.scid),
      alias,
      didLog: identity.log as never,
      commitment: joinCommitment(cell, identity.signingKey, this.nonce),
    };
  }

  /** Asked from then on. */
  next(): JoinAsk {
    return { ...this.first(), nonce: encodeBase64url(this.nonce) };
  }
}

function isNonce(value: string): boolean {
  try {
    return decodeBase64url(value).length === JOIN_NONCE_BYTES;
  } catch {
    return false;
  }
}
