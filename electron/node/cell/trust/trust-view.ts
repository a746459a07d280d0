/** Reputation and tokens as the dashboard and the command line show them. */

import type { ReceiptPlace } from '#shared/contract/domain/governance.ts';
import type {
  BalanceView,
  EndorsementView,
  RankExplained,
  RankPart,
  RankView,
  Statement,
  StatementLine,
} from '#shared/contract/domain/trust.ts';
import type { Epoch, Member } from '#shared/protocol/closing/epoch.ts';
import type { GraphNode } from '#shared/protocol/log/entry-graph.ts';
import type { BalanceLine } from '#shared/protocol/trust/balances.ts';
import { STRENGTH_MAX } from '#shared/protocol/trust/bodies.ts';
import { HALF_LIFE_DAYS } from '#shared/protocol/trust/fade.ts';
import type { Ranked, RankPart as ScoredPart } from '#shared/protocol/trust/rank.ts';
import { RANK_PARAMETERS } from '#shared/protocol/trust/rank-graph.ts';
import type { IntegrityLog } from '../../log/integrity-log.ts';
import { draftLabel } from '../draft-label.ts';
import { draftTitle } from '../draft-title.ts';
import type { BalanceSums } from './kept-balances.ts';
import { outsiderOf } from './outsider.ts';

/** Whose names are shown how. */
export interface TrustNames {
  readonly log: Pick<IntegrityLog, 'graph' | 'book'>;
  readonly epoch: Epoch;
  readonly me: string;
}

export function rankView(names: TrustNames, ranked: Ranked, scoreWeekAgo: number): RankView {
  const { scid, score, base, parts } = ranked;
  return {
    scid,
    name: nameOf(names, scid),
    me: scid === names.me,
    score,
    base,
    change: score - scoreWeekAgo,
    parts: parts.filter(({ weight }) => weight > 0).map((part) => partView(names, part)),
  };
}

export function explainedView(
  names: TrustNames,
  member: Member,
  ranked: Ranked,
  scoreWeekAgo: number,
): RankExplained {
  const { graph } = names.log;
  return {
    ...rankView(names, ranked, scoreWeekAgo),
    joinedAtMs: graph.get(member.admittedBy)?.entry.at ?? null,
    halfLifeDays: HALF_LIFE_DAYS,
    shareMax: RANK_PARAMETERS.shareMax,
    parts: ranked.parts.map((part) => ({
      ...partView(names, part),
      uncappedScore: part.uncappedScore,
      endorsements: part.endorsements.flatMap(({ receipt, strength, ageDays, counts }): EndorsementView[] => {
        const node = graph.get(receipt);
        return node ? [{ strength: strength / STRENGTH_MAX, ageDays, counts, receipt: placeOf(node) }] : [];
      }),
    })),
  };
}

export function balanceView(names: TrustNames, scid: string, sums: BalanceSums): BalanceView {
  const newest = names.log.graph.heads(scid).at(-1);
  return {
    scid,
    name: nameOf(names, scid),
    me: scid === names.me,
    ...sums,
    knownUpTo: newest ? placeOf(newest) : null,
  };
}

export function statementView(
  names: TrustNames,
  scid: string,
  lines: readonly BalanceLine[],
  before: number | null,
  limit: number,
): Statement {
  const end = Math.min(before ?? lines.length, lines.length);
  const start = Math.max(0, end - limit);
  return {
    scid,
    name: nameOf(names, scid),
    balance: lines.at(-1)?.balance ?? 0,
    total: lines.length,
    lines: lines.slice(start, end).map((line, index) => lineView(names, line, start + index)),
    more: start > 0,
  };
}

function lineView(names: TrustNames, line: BalanceLine, position: number): StatementLine {
  const { kind, node, delta, balance, other, note, proposal } = line;
  const { book, graph } = names.log;
  const draft = proposal === null ? undefined : graph.get(proposal);
  const titled = draft ? draftTitle(book, draft) : null;
  const { author, at } = node.entry;
  return {
    position,
    atMs: at,
    kind,
    other: other === null ? null : nameOf(names, other),
    note,
    proposal:
      draft && titled ? { label: draftLabel(book, draft, (scid) => nameOf(names, scid)), ...titled } : null,
    delta,
    balance,
    receipt: placeOf(node),
    receiptBy: nameOf(names, author),
  };
}

export function partView(names: TrustNames, { source, score, weight, share, caps }: ScoredPart): RankPart {
  return { scid: source, name: nameOf(names, source), score, weight, share, caps: [...caps] };
}

function placeOf({ hash, entry }: GraphNode): ReceiptPlace {
  return { hash, gen: entry.gen, seq: entry.seq, atMs: entry.at };
}

/** The name of a present member, or the one that a former member had, or the start of the SCID. */
export function nameOf(names: Pick<TrustNames, 'log' | 'epoch'>, scid: string): string {
  const outside = outsiderOf(names.epoch, scid);
  if (outside) return `${outside.name} (${outside.cellName})`;
  return knownName(names, scid) ?? scid.slice(0, 8);
}

/** The same, or null if nobody of that SCID was ever to be a member. */
export function knownName({ log, epoch }: Pick<TrustNames, 'log' | 'epoch'>, scid: string): string | null {
  const present = epoch.members.find((member) => member.scid === scid);
  if (present) return present.alias;
  for (const head of log.graph.heads(scid)) {
    for (let node: GraphNode | null = head; node; node = node.prev) {
      const then = log.book.epochOf(node).members.find((member) => member.scid === scid);
      if (then) return then.alias;
    }
  }
  // Who never wrote anything is named by its admission alone.
  for (const { body } of log.book.ballots()) {
    if (body.change?.type === 'admit' && body.change.scid === scid) return body.change.alias;
  }
  return null;
}
