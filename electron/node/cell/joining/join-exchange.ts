/** What newcomer and inviter say to each other; format: docs/protocol.md, "Invitation". */

import { z } from 'zod';
import { Alias, DidLog } from '#shared/protocol/closing/bodies.ts';
import { CELL_NAME_MAX, MEMBERS_MAX, NAME_MAX } from '#shared/protocol/limits.ts';
import { text } from '#shared/protocol/text.ts';
import { decodeBase64url, encodeBase64url } from '../../crypto/base64url.ts';
import type { MemberIdentity } from '../../identity/member-identity.ts';
import { type Invitation, joinProof } from './invitation.ts';
import type { DeskStep } from './join-machine.ts';
import { WORDS_SAID, type WordsSaid } from './join-machine.ts';
import { JOIN_NONCE_BYTES, joinCommitment, joinNonce } from './join-words.ts';

const Nonce = z.string().refine(isNonce, 'not 32 bytes');

export const JoinAsk = z.strictObject({
  v: z.literal(3),
  cell: z.string().length(64),
  proof: z.string().length(43),
  alias: Alias,
  didLog: DidLog,
  commitment: z.string().length(43),
  /** Left out until the inviter has told its own. */
  nonce: Nonce.optional(),
  /** What it has to say of the six words. */
  words: z.enum(WORDS_SAID),
  /** Its clock, ms since the epoch. */
  at: z.int().min(0),
});
export type JoinAsk = z.infer<typeof JoinAsk>;

export const JoinAnswer = z.strictObject({
  v: z.literal(3),
  /** `asking` until the inviter's operator accepts, `accepted` until a ballot is open. */
  state: z.enum(['asking', 'accepted', 'voting', 'admitted', 'refused']),
  /** Names of those who have not voted in it, how many approvals it still takes, and when it ends by the inviter's clock. */
  ballot: z
    .strictObject({
      waitsFor: z.array(text(0, NAME_MAX)).max(MEMBERS_MAX),
      needed: z.int().min(0).max(MEMBERS_MAX),
      untilMs: z.int().min(0),
    })
    .nullable(),
  /** The inviter's clock, ms since the epoch. */
  at: z.int().min(0),
  cellName: text(0, CELL_NAME_MAX),
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
  first(said: Said = now()): JoinAsk {
    const { invitation, identity, alias } = this.#newcomer;
    const { cell, secret } = invitation;
    return {
      v: 3,
      cell,
      proof: joinProof(decodeBase64url(secret), cell, identity.scid),
      alias,
      didLog: identity.log as never,
      commitment: joinCommitment(cell, identity.signingKey, this.nonce),
      ...said,
    };
  }

  /** Asked from then on. */
  next(said: Said = now('same')): JoinAsk {
    return { ...this.first(said), nonce: encodeBase64url(this.nonce) };
  }
}

export interface Said {
  readonly words: WordsSaid;
  readonly at: number;
}

function now(words: WordsSaid = 'comparing'): Said {
  return { words, at: Date.now() };
}

function isNonce(value: string): boolean {
  try {
    return decodeBase64url(value).length === JOIN_NONCE_BYTES;
  } catch {
    return false;
  }
}

/** What the newcomer is told of a step; until it has told its number, nobody has seen it. */
export function toldState(step: DeskStep): JoinAnswer['state'] {
  if (step === 'open' || step === 'called') return 'asking';
  return step === 'over' ? 'refused' : step;
}
