import { type Epoch, isMember } from '../closing/epoch.ts';
import type { MemberLogs } from '../closing/member-logs.ts';
import type { Invalid } from '../closing/verdict.ts';
import type { StandingBody } from '../credentials/standing-body.ts';
import type { IssuingBook } from '../issuing/issuing-book.ts';
import type { GraphNode } from '../log/entry-graph.ts';
import { dayOf } from '../log/feed-bounds.ts';
import { refusal } from '../log/refusal.ts';
import { says } from '../saying.ts';
import type { TrustedLog } from '../trust/trust-book.ts';
import type { StatementBody, TrustStatement } from './bodies.ts';
import { type AboutWhat, type BridgeBook, bridgeTo } from './bridge-book.ts';
import { standingContent } from './standing-content.ts';
import { trustRows } from './trust-rows.ts';

/** What statements, attests and imports are judged by. */
export interface BridgeJudge extends TrustedLog {
  readonly logs: MemberLogs;
  readonly bridges: BridgeBook;
  readonly issuing: IssuingBook;
  epochOf(node: GraphNode): Epoch;
}

const STRANGER = refusal('not-a-member', says('refusal.notMember'));

/** Why a statement is invalid, or null. What it says is judged by its past without itself. */
export function statementError(judge: BridgeJudge, node: GraphNode, body: StatementBody): Invalid | null {
  const epoch = judge.epochOf(node);
  const { author, at } = node.entry;
  if (!isMember(epoch, author)) return STRANGER;
  if (saidSince(judge, node.prev, author, body)) return refusal('known', says('refusal.saidSince'));
  if (Math.abs(body.day - dayOf(at)) > 1) return refusal('day', says('refusal.statementDay'));
  if (!isBorneOut(judge, node, epoch, body.day)) return refusal('day', says('refusal.nobodyThatDay'));
  if (body.about === 'trust') {
    const bridge = bridgeTo(epoch, body.to);
    if (!bridge || body.day > bridge.until) return refusal('no-bridge', says('refusal.noSuchBridge'));
  }
  return isWhatFollows(judge, node.parents, epoch, body)
    ? null
    : refusal('content', says('refusal.statementContent'));
}

/** Whether the own branch that ends here has a statement about the same, valid or not, of this day or later. */
export function saidSince(
  { graph, bridges }: Pick<BridgeJudge, 'graph' | 'bridges'>,
  end: GraphNode | null,
  author: string,
  body: AboutWhat & { readonly day: number },
): boolean {
  if (!end) return false;
  return bridges
    .statementsBy(author, body)
    .some((filed) => filed.body.day >= body.day && graph.onBranch(filed.node, end));
}

/** Another member wrote on the day before or later: nobody takes its own clock for all. */
function isBorneOut({ graph }: BridgeJudge, node: GraphNode, { members }: Epoch, day: number): boolean {
  const others = members.filter(({ scid }) => scid !== node.entry.author);
  if (others.length === 0) return true;
  const { rows } = graph;
  return others.some(({ scid }) =>
    (node.tips.get(scid) ?? []).some((tip) => {
      for (let row = graph.rowOf(tip); row >= 0; row = rows.prev.get(row))
        if (dayOf(rows.at.get(row)) >= day - 1) return true;
      return false;
    }),
  );
}

function isWhatFollows(
  judge: BridgeJudge,
  ends: readonly GraphNode[],
  epoch: Epoch,
  body: StatementBody,
): boolean {
  return body.about === 'trust'
    ? isTrust(judge, ends, epoch, body)
    : isStanding(standingContent(judge, ends, epoch), body);
}

function isTrust(
  judge: BridgeJudge,
  ends: readonly GraphNode[],
  epoch: Epoch,
  body: TrustStatement,
): boolean {
  const rows = trustRows(judge, ends, epoch, body);
  return rows.length === body.rows.length && rows.every((row, at) => row.join() === body.rows[at]?.join());
}

function isStanding(follows: Omit<StandingBody, 'day'>, body: StandingBody): boolean {
  const { name, epoch, entries, q, members } = follows;
  const isAlike = name === body.name && epoch === body.epoch && entries === body.entries && q === body.q;
  return (
    isAlike &&
    members.length === body.members.length &&
    members.every((member, at) => {
      const said = body.members[at];
      return (
        said !== undefined &&
        (Object.keys(said) as (keyof typeof said)[]).every((field) => said[field] === member[field])
      );
    })
  );
}
