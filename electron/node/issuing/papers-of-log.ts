/** What a holder hands over beside a credential, so that somebody outside can check it: all of it stands in the log. */
import { pastOf } from '#shared/protocol/closing/ballot.ts';
import { newestEnd } from '#shared/protocol/closing/newest-end.ts';
import type { StatusBody } from '#shared/protocol/credentials/bodies.ts';
import { bitsOf, hashOfBits } from '#shared/protocol/credentials/list-bits.ts';
import { countedIssues, countedRevokes } from '#shared/protocol/issuing/counted-issues.ts';
import type { GraphNode } from '#shared/protocol/log/entry-graph.ts';
import { settledEnds } from '#shared/protocol/log/settled.ts';
import { type Bundle, papersOf, readListOf, typeIdOf } from '../credentials/index.ts';
import { canonicalize } from '../crypto/canonical-json.ts';
import { sha256Hex } from '../crypto/hash.ts';
import { formatDidLog } from '../identity/did-webvh/index.ts';
import { identityOfHeld } from '../identity/member-identity.ts';
import type { IntegrityLog } from '../log/integrity-log.ts';
import type { KeptCredential } from './credential-store.ts';
import { chainOf, type SaidStanding, saidStandings, textsOf } from './said-standings.ts';

export type Papers = ReturnType<typeof papersOf>;

/** The digests by which a log knows both forms: hex. */
export function digestsOf({ whole, jwt }: Pick<KeptCredential, 'whole' | 'jwt'>): [string, string] {
  return [sha256Hex(canonicalize(whole)), sha256Hex(jwt)];
}

/** What papers are asked about. */
export interface IssueFacts {
  readonly index: number;
  readonly digests: readonly [string, string];
  readonly typeId: string;
  /** Multikey under which it was signed. */
  readonly key: string;
}

/** Of a credential that is here. */
export function issueFacts(kept: KeptCredential): IssueFacts {
  const { whole } = kept;
  return {
    index: Number(whole.credentialStatus?.statusListIndex ?? -1),
    digests: digestsOf(kept),
    typeId: typeIdOf(whole.credentialSchema.id) ?? '',
    key: whole.proof.verificationMethod.split('#')[1] ?? '',
  };
}

/**
 * Null where the log does not know its issuer. Without a standing, or where it was issued after the newest, the papers
 * name no place in a tree, and who trusts the cell refuses it.
 */
export function papersOfIssue(
  log: IntegrityLog,
  { index, digests, typeId, key }: IssueFacts,
  issuer: string,
  form: 'whole' | 'sd-jwt',
): Papers | null {
  const { book, graph } = log;
  const ends = settledEnds(graph);
  const member = ends.length === 0 ? undefined : book.epochAt(ends).logs.get(issuer);
  if (!member) return null;
  const chain = chainOf(saidStandings(log));
  const newest = chain.at(-1);
  // Path and bits are those of the standing's own past: what came since stands in no tree that a verifier knows.
  const at = newest ? newest.node.parents : ends;
  const { issues, revoked } = inPast(log, issuer, at, newest);
  const named = graph.get(typeId);
  // Who asks may name any entry: none but a type is handed out.
  const define = named?.entry.kind === 'define' ? named : undefined;
  const list = newestList(log, issuer, revoked);
  return papersOf({
    form,
    issue: { index, digests },
    issues,
    revoked,
    issuerLog: formatDidLog(identityOfHeld(member.didLog).log),
    key,
    standing: textsOf(log, chain),
    ...(define ? { define: log.textOf(define) } : {}),
    ...(list ? { list } : {}),
  });
}

function inPast(
  { book, graph }: IntegrityLog,
  issuer: string,
  at: readonly GraphNode[],
  newest: SaidStanding | undefined,
) {
  const epoch = newest ? book.epochOf(newest.node) : book.epochAt(at);
  const within = pastOf(graph, at);
  return {
    issues: countedIssues(book, issuer, within, epoch),
    revoked: countedRevokes(book, issuer, within, epoch),
  };
}

/** The newest list that its issuer signed, if it says the same: it serves those who trust the issuer alone as well. */
function newestList(
  { book }: IntegrityLog,
  issuer: string,
  revoked: readonly number[],
): Bundle['status'] | null {
  const newest = newestEnd(book.issuing.statusesBy(issuer));
  if (!newest) return null;
  const { credential } = newest.entry.body as StatusBody;
  const bits = readListOf(credential);
  return bits !== null && hashOfBits(bits) === hashOfBits(bitsOf(revoked)) ? credential : null;
}
