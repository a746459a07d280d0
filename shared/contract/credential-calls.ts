/** The calls about credentials: a part of `contract.ts`. */
import { z } from 'zod';
import { call, Did, Done, Nothing } from './call.ts';
import {
  CheckView,
  ClaimValues,
  IssuerView,
  MadeRequest,
  RequestView,
  StandingPapers,
  StandingView,
  TypeWish,
} from './domain/credential.ts';

/** Of a credential with its papers, and what is written around it. */
export const PAPERS_MAX = 320 * 1024;
const Papers = z.string().min(1).max(PAPERS_MAX);
const NewPapers = z.object({ text: z.string(), untilMs: z.int() });
const Id = z.string().min(1).max(80);
const TypeId = z.string().min(1).max(64);
const Fields = z.array(z.string().max(64)).max(16);

export const credentialCalls = {
  /** Defines a type for everybody in the cell; answers with its id. */
  'credentials.define': call(TypeWish, z.object({ id: z.string() })),
  /** Issues one to a member, or to a did:key, and sends it there as far as that can be reached. */
  'credentials.issue': call(
    z
      .object({
        to: Did,
        typeId: TypeId,
        claims: ClaimValues,
        days: z.int().min(1).max(731).optional(),
      })
      .strict(),
    z.object({ id: z.string(), sent: z.boolean() }),
  ),
  /** Issues the same once more, under the present key of its subject, and revokes this one. */
  'credentials.issueAgain': call(z.object({ id: Id }).strict(), z.object({ id: z.string() })),
  /** For good. */
  'credentials.revoke': call(z.object({ id: Id }).strict(), Done),
  'credentials.request': call(z.object({ typeId: TypeId, fields: Fields }).strict(), MadeRequest),
  'credentials.readRequest': call(z.object({ text: z.string().min(1).max(8192) }).strict(), RequestView),
  /** What is handed to the verifier: an answer to its request, or, without one, the whole credential. */
  'credentials.show': call(
    z
      .object({
        id: Id,
        request: z.string().min(1).max(8192).nullable(),
        claims: Fields,
        tellsId: z.boolean().default(false),
        tellsSubject: z.boolean().default(false),
      })
      .strict(),
    z.object({ text: z.string() }),
  ),
  'credentials.check': call(z.object({ text: Papers }).strict(), CheckView),
  /** What a holder who is no member hands to a member, to be given new papers. */
  'credentials.askPapers': call(z.object({ id: Id }).strict(), z.object({ text: z.string() })),
  /** What a member hands back, and until when it holds outside. */
  'credentials.papers': call(z.object({ text: Papers }).strict(), NewPapers),
  /** The same with the credential itself: from its issuer, to somebody whom no message reaches. */
  'credentials.handOver': call(z.object({ id: Id }).strict(), NewPapers),
  'credentials.takePapers': call(
    z.object({ text: Papers }).strict(),
    z.object({ id: z.string(), untilMs: z.int() }),
  ),
  /** What this cell says of itself, for somebody outside. */
  'credentials.standing': call(Nothing, StandingPapers),
  'credentials.readStanding': call(z.object({ text: Papers }).strict(), StandingView),
  /** From now on the word of that cell is taken, whose six words were found to be these. */
  'credentials.acceptStanding': call(
    z.object({ text: Papers, words: z.string().max(200) }).strict(),
    StandingView,
  ),
  /** Who issued what was handed over. */
  'credentials.readIssuer': call(z.object({ text: Papers }).strict(), IssuerView),
  /** From now on the word of that issuer is taken, whose fingerprint was found to be this. */
  'credentials.acceptIssuer': call(
    z.object({ text: Papers, fingerprint: z.string().max(200) }).strict(),
    IssuerView,
  ),
  'credentials.forgetVoucher': call(
    z.object({ kind: z.enum(['cell', 'issuer']), id: z.string().max(512) }).strict(),
    Done,
  ),
};
