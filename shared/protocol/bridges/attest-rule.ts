import { isMember } from '../closing/epoch.ts';
import type { Invalid } from '../closing/verdict.ts';
import type { GraphNode } from '../log/entry-graph.ts';
import { refusal } from '../log/refusal.ts';
import { says } from '../saying.ts';
import type { AttestBody } from './bodies.ts';
import type { BridgeJudge } from './statement-rule.ts';

/** Why an attest is invalid, or null. */
export function attestError(judge: BridgeJudge, node: GraphNode, { statement }: AttestBody): Invalid | null {
  const { graph, bridges } = judge;
  if (!isMember(judge.epochOf(node), node.entry.author))
    return refusal('not-a-member', says('refusal.notMember'));
  const said = bridges.statement(statement);
  if (!said || !graph.inPast(said.node, node))
    return refusal('no-statement', says('refusal.statementNotInPast'));
  return isAttestedOn(judge, node.prev, statement)
    ? refusal('attested', says('refusal.attestedBefore'))
    : null;
}

/** Whether the own branch that ends here attests a statement. */
export function isAttestedOn(
  { graph, bridges }: Pick<BridgeJudge, 'graph' | 'bridges'>,
  end: GraphNode | null,
  statement: string,
): boolean {
  return end !== null && bridges.attests(statement).some((attest) => graph.onBranch(attest, end));
}
