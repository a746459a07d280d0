/** Two cells of unsigned feeds that have agreed on a bridge, each in a ballot of its own. */
import type { Row, TrustStatement } from '#shared/protocol/bridges/bodies.ts';
import { standingContent } from '#shared/protocol/bridges/standing-content.ts';
import { trustRows } from '#shared/protocol/bridges/trust-rows.ts';
import type { BridgeChange } from '#shared/protocol/closing/bridge-change.ts';
import { quorumSizes } from '#shared/protocol/closing/epoch.ts';
import { DAY_MS } from '#shared/protocol/limits.ts';
import type { GraphNode } from '#shared/protocol/log/entry-graph.ts';
import { meet } from './closing-cell.ts';
import { textOf } from './feed-writer.ts';
import { certify, type KeyedMember, keyedCell, keyNamed } from './keyed-cell.ts';

export type Trio = readonly [KeyedMember, KeyedMember, KeyedMember];
export const UNTIL = 100;

export interface Bridged {
  /** alice, bob and carol. */
  readonly maple: Trio;
  /** dave, erin and frank. */
  readonly elm: Trio;
}

/** What a cell's card says. */
export function bridgeTo([first]: readonly KeyedMember[], until = UNTIL): BridgeChange {
  const { epoch, graph } = first as KeyedMember;
  const members = epoch.members.map(({ scid, alias }) => ({ scid, alias, key: keyNamed(alias, 1) }));
  return { type: 'bridge', cell: graph.cell, name: epoch.name, q: quorumSizes(epoch).q, members, until };
}

export function bridgedCells(until = UNTIL): Bridged {
  const maple = keyedCell('alice', 'bob', 'carol') as unknown as Trio;
  const elm = keyedCell('dave', 'erin', 'frank') as unknown as Trio;
  certify(maple, bridgeTo(elm, until));
  certify(elm, bridgeTo(maple, until));
  return { maple, elm };
}

function ends(member: KeyedMember): GraphNode[] {
  return [...member.ahead().values()].flat();
}

/** What a member tells another cell, if it follows the rules. */
export function trustStatement(member: KeyedMember, to: KeyedMember, day: number): TrustStatement {
  const told = { to: to.graph.cell, day };
  const rows: Row[] = trustRows(member.book, ends(member), member.epoch, told);
  return { about: 'trust', ...told, rows };
}

export function standingStatement(member: KeyedMember, day: number) {
  return { ...standingContent(member.book, ends(member), member.epoch), day };
}

/** The first says it, the others attest it: texts for the other cell. */
export function said(
  [first, ...others]: readonly KeyedMember[],
  to: KeyedMember,
  day: number,
  by: readonly KeyedMember[] = others,
): string[] {
  const writer = first as KeyedMember;
  const all = [writer, ...others];
  // Somebody else has written that day: else nobody bears the day out.
  for (const other of others) other.write('note', { day }, day * DAY_MS);
  meet(all);
  const statement = writer.write('statement', { ...trustStatement(writer, to, day) }, day * DAY_MS);
  meet(all);
  const attests = by.map((member) => member.write('attest', { statement: statement.hash }, day * DAY_MS));
  meet(all);
  return [statement, ...attests].map(textOf);
}

/** One of them brings it. */
export function bring(into: readonly KeyedMember[], texts: readonly string[], day = 0): GraphNode {
  const node = (into[0] as KeyedMember).write('import', { texts }, day * DAY_MS);
  meet([...into]);
  return node;
}
