/**
 * The one list of entry kinds: what its body is, when it is valid, and where a valid one is filed (docs/protocol.md).
 * What is told of each is read in electron/node/cell/reading/receipt-deed.ts, and worded in
 * shared/words/reasons/receipt-summary.ts; neither lacks one of them.
 */
import { z } from 'zod';
import { attestError } from '../bridges/attest-rule.ts';
import { AttestBody, ImportBody, StatementBody } from '../bridges/bodies.ts';
import type { BridgeBook } from '../bridges/bridge-book.ts';
import { importError } from '../bridges/import-rule.ts';
import { statementError } from '../bridges/statement-rule.ts';
import * as closing from '../closing/bodies.ts';
import * as rules from '../closing/validity.ts';
import type { Invalid } from '../closing/verdict.ts';
import * as credentials from '../credentials/bodies.ts';
import * as forks from '../forks/bodies.ts';
import { type BranchJudge, branchError } from '../forks/branch-rule.ts';
import { readFounding } from '../forks/fork-place.ts';
import { leaveError, type PartingJudge, stayError } from '../forks/parting-rules.ts';
import type { IssuingBook } from '../issuing/issuing-book.ts';
import { issueError, revokeError, strangerError } from '../issuing/issuing-rules.ts';
import type { GraphNode } from '../log/entry-graph.ts';
import * as scars from '../scars/bodies.ts';
import { healError, noteError, type Scars } from '../scars/scar-rules.ts';
import { EndorseBody, TransferBody } from '../trust/bodies.ts';
import type { FiledEntries } from './filed-entries.ts';

/** What the rules look at. */
export interface Judging extends BranchJudge, PartingJudge, Scars {
  /** Statements, attests and imports. */
  readonly bridges: BridgeBook;
  /** Types, issues, revocations and lists. */
  readonly issuing: IssuingBook;
}

export interface Kind<Body> {
  readonly body: z.ZodType<Body>;
  /** Why an entry with such a body is invalid, or null: from its causal past alone. */
  readonly rule: (judge: Judging, node: GraphNode, body: Body) => Invalid | null;
  /** Files a valid one. */
  readonly file: (filed: FiledEntries, node: GraphNode, body: Body, judge: Judging) => void;
}

const valid = (): null => null;
const nowhere = (): void => undefined;
/** People read what it says; nothing is decided by it. */
const Words = z.record(z.string(), z.unknown());

function kind<Body>(
  body: z.ZodType<Body>,
  rule: Kind<Body>['rule'] = valid,
  file: Kind<Body>['file'] = nowhere,
): Kind<Body> {
  return { body, rule, file };
}

export const KINDS = {
  found: kind(closing.FoundBody),
  draft: kind(closing.DraftBody, rules.draftError, (filed, node) => filed.draft(node)),
  revise: kind(closing.ReviseBody, rules.revisionError, onProposal),
  review: kind(closing.ReviewBody, rules.revisionError, onProposal),
  comment: kind(closing.CommentBody, rules.commentError, onProposal),
  open: kind(closing.OpenBody, rules.openError, (filed, node, body, judge) => {
    const draft = judge.graph.get(body.proposal) as GraphNode;
    // Members and rules are decided by those who are members now, all else by those who were when it was drafted.
    filed.ballot(node, body, judge.epochOf(body.change ? node : draft));
  }),
  vote: kind(closing.VoteBody, rules.voteError, (filed, node, { ballot }) =>
    filed.under('votes', ballot, node),
  ),
  withdraw: kind(closing.WithdrawBody, rules.withdrawError, (filed, node, { ballot }) =>
    filed.under('withdraws', ballot, node),
  ),
  close: kind(closing.CloseBody, rules.closeError, (filed, node, { ballot }) =>
    filed.under('closes', ballot, node),
  ),
  sign: kind(closing.SignBody, rules.signError, (filed, node, body) => filed.attest('signs', node, body)),
  confirm: kind(closing.ConfirmBody, rules.confirmError, (filed, node, body) =>
    filed.attest('confirms', node, body),
  ),
  proof: kind(closing.ProofBody, rules.proofError, (filed, node, { member }) => filed.proof(member, node)),
  endorse: kind(EndorseBody, ({ trust }, node, body) => trust.endorseError(node, body)),
  transfer: kind(TransferBody, ({ trust }, node, body) => trust.transferError(node, body)),
  statement: kind(StatementBody, statementError),
  attest: kind(AttestBody, attestError),
  import: kind(ImportBody, importError),
  'scar-note': kind(scars.ScarNoteBody, noteError, (filed, node, { ballot }) =>
    filed.under('scarNotes', ballot, node),
  ),
  'scar-heal': kind(scars.ScarHealBody, healError, (filed, node, { note }) =>
    filed.under('scarHeals', note, node),
  ),
  restored: kind(Words),
  branch: kind(forks.BranchBody, branchError, (filed, node, { found }, { texts, logs }) => {
    const founding = readFounding(texts.readSigned(found), logs);
    if (founding) filed.branch({ node, cell: founding.hash, fork: founding.fork });
  }),
  enter: kind(forks.EnterBody, valid, (filed, node) => filed.enter(node)),
  leave: kind(forks.LeaveBody, leaveError, (filed, node, { cell }) => filed.part('leaves', { node, cell })),
  stay: kind(forks.StayBody, stayError, (filed, node, { cell }) => filed.part('stays', { node, cell })),
  define: kind(credentials.DefineBody, strangerError, inIssuing),
  issue: kind(credentials.IssueBody, issueError, inIssuing),
  revoke: kind(credentials.RevokeBody, revokeError, inIssuing),
  status: kind(credentials.StatusBody, strangerError, inIssuing),
} as const;

export type KindName = keyof typeof KINDS;

/** In a cell that branched off these count before everybody who is listed has entered. */
export const COUNTED_WHILE_AWAITED: ReadonlySet<KindName> = new Set([
  'found',
  'enter',
  'leave',
  'stay',
  'proof',
  'restored',
]);

/** Null for a kind that this version does not know: such an entry is valid and counts for nothing. */
export function kindNamed(name: string): KindName | null {
  return Object.hasOwn(KINDS, name) ? (name as KindName) : null;
}

/** A kind by its name, whatever its body is. */
export function kindOf(name: KindName): Kind<unknown> {
  return KINDS[name] as Kind<unknown>;
}

function onProposal(filed: FiledEntries, node: GraphNode, { proposal }: { readonly proposal: string }): void {
  filed.under('deliberation', proposal, node);
}

function inIssuing(_: FiledEntries, node: GraphNode, __: unknown, { issuing }: Judging): void {
  issuing.file(node);
}
