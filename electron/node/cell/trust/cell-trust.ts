import type { RankExplained, Statement, Trust } from '#shared/contract/domain/trust.ts';
import { GhostStackError } from '#shared/contract/errors.ts';
import { bridgeTo } from '#shared/protocol/bridges/bridge-book.ts';
import { countedImport } from '#shared/protocol/bridges/counted-imports.ts';
import { type Across, outsideNode, rankAcross } from '#shared/protocol/bridges/rank-across.ts';
import { type Past, pastOf } from '#shared/protocol/closing/ballot.ts';
import type { Epoch, Member } from '#shared/protocol/closing/epoch.ts';
import type { GraphNode } from '#shared/protocol/log/entry-graph.ts';
import { settledEnds } from '#shared/protocol/log/settled.ts';
import { type SayingKey, says } from '#shared/protocol/saying.ts';
import { type BalanceLine, statement } from '#shared/protocol/trust/balances.ts';
import { STRENGTH_MAX } from '#shared/protocol/trust/bodies.ts';
import { datedAcross } from '#shared/protocol/trust/dated-endorsements.ts';
import { dayOf } from '#shared/protocol/trust/endorsement-day.ts';
import type { Ranked } from '#shared/protocol/trust/rank.ts';
import type { IntegrityLog } from '../../log/integrity-log.ts';
import { CellBridges } from '../bridging/cell-bridges.ts';
import { type BalanceSums, isPlain, KeptBalances } from './kept-balances.ts';
import { outsideViews } from './outside-view.ts';
import { balanceView, explainedView, rankView, statementView, type TrustNames } from './trust-view.ts';

export interface CellTrustOptions {
  readonly log: IntegrityLog;
  /** SCID of this node. */
  readonly me: string;
  readonly clock: () => number;
}

/** Who ranks how on a day, by the endorsements that count. */
interface Standing {
  readonly ranks: ReadonlyMap<string, Ranked>;
  readonly weekAgo: ReadonlyMap<string, number>;
  /** The latest day from which one of the endorsements fades; an entry that is older might move it. */
  readonly newestDay: number;
}

/** What the log says on a day: kept until one of them changes. */
interface Folded extends TrustNames, Standing {
  readonly size: number;
  readonly dayUtc: number;
  readonly within: Past;
  readonly epoch: Epoch;
}

/** What was applied since it was folded. */
interface Since {
  entries: number;
  isEndorsed: boolean;
  earliestDay: number;
}

const NOTHING_SINCE: Since = { entries: 0, isEndorsed: false, earliestDay: Number.POSITIVE_INFINITY };

const CHANGE_DAYS = 7;

/** Reputation and tokens of a cell: what this node shows of them, and the entries by which it takes part. */
export class CellTrust {
  readonly bridges: CellBridges;
  readonly #options: CellTrustOptions;
  readonly #balances: KeptBalances;
  #folded: Folded | null = null;
  #since: Since = { ...NOTHING_SINCE };
  /** The last that was asked for: the next page is of the same. */
  #statement: { readonly of: Folded; readonly scid: string; readonly lines: readonly BalanceLine[] } | null =
    null;

  constructor(options: CellTrustOptions) {
    this.#options = options;
    const { log, clock } = options;
    this.bridges = new CellBridges({ log, clock, epoch: () => this.#require().epoch });
    this.#balances = new KeptBalances(options.log);
    options.log.subscribe((nodes) => this.#note(nodes));
  }

  /** Null until the log is here. */
  view(): Trust | null {
    const folded = this.#fold();
    if (!folded) return null;
    const { epoch, dayUtc } = folded;
    return {
      dayUtc,
      ranks: epoch.members.map(({ scid }) => rankView(folded, ranked(folded, scid), weekAgo(folded, scid))),
      outside: outsideViews(folded, [...folded.ranks.values()]),
      bridges: this.bridges.list(),
      balances: epoch.members.map(({ scid }) => balanceView(folded, scid, this.#sumsOf(folded, scid))),
    };
  }

  explain(scid: string): RankExplained {
    const folded = this.#require();
    const member = memberOf(folded, scid);
    return explainedView(folded, member, ranked(folded, scid), weekAgo(folded, scid));
  }

  statement(scid: string, before: number | null, limit: number): Statement {
    const folded = this.#require();
    memberOf(folded, scid);
    return statementView(folded, scid, this.#linesOf(folded, scid), before, limit);
  }

  /** Vouches for a member with a strength of 0 to 1; 0 withdraws what was endorsed before. */
  endorse(scid: string, strength: number, cell?: string): void {
    const folded = this.#require();
    const { alias } =
      cell === undefined ? this.#other(folded, scid, 'error.cell.endorsesItself') : named(folded, cell, scid);
    const node = cell === undefined ? scid : outsideNode(cell, scid);
    const thousandths = Math.round(strength * STRENGTH_MAX);
    if (strength > 0 && thousandths === 0) {
      throw new GhostStackError('invalid-argument', says('error.cell.strengthTooLow'));
    }
    const mine = ranked(folded, node).parts.find(({ source }) => source === this.#options.me);
    if (thousandths === 0 && !mine)
      throw new GhostStackError('conflict', says('error.cell.nothingEndorsed', { alias }));
    this.#write('endorse', { member: scid, strength: thousandths, ...(cell === undefined ? {} : { cell }) });
  }

  /** @throws {GhostStackError} `conflict` when there are too few tokens */
  transfer(scid: string, amount: number, note: string | undefined): void {
    const folded = this.#require();
    this.#other(folded, scid, 'error.cell.sendsToItself');
    const { balance } = this.#sumsOf(folded, this.#options.me);
    if (amount > balance)
      throw new GhostStackError('conflict', says('error.cell.tooFewTokens', { balance, amount }));
    this.#write('transfer', { to: scid, amount, ...(note ? { note } : {}) });
  }

  #write(kind: string, body: Record<string, unknown>): void {
    const { log } = this.#options;
    const verdict = log.book.verdict(log.append(kind, body));
    if (!verdict.valid)
      throw new GhostStackError('refused', says('error.cell.doesNotCount', { reason: verdict.says }));
  }

  #other(folded: Folded, scid: string, notMe: SayingKey): Member {
    const member = memberOf(folded, scid);
    if (scid === this.#options.me) throw new GhostStackError('invalid-argument', says(notMe));
    return member;
  }

  #require(): Folded {
    const folded = this.#fold();
    if (!folded) throw new GhostStackError('unavailable', says('error.cell.logOnItsWay'));
    return folded;
  }

  #fold(): Folded | null {
    const { log, me, clock } = this.#options;
    const { graph, book } = log;
    const ends = settledEnds(graph);
    if (ends.length === 0) return null;
    const dayUtc = dayOf(clock());
    const before = this.#folded;
    if (before?.size === graph.size && before.dayUtc === dayUtc) return before;
    const within = pastOf(graph, ends);
    const epoch = book.epochAt(ends);
    const standing =
      before && before.dayUtc === dayUtc && this.#isStanding(before, epoch)
        ? before
        : this.#standing(within, epoch, dayUtc);
    const { ranks, weekAgo, newestDay } = standing;
    this.#folded = { size: graph.size, dayUtc, log, me, within, epoch, ranks, weekAgo, newestDay };
    this.#since = { ...NOTHING_SINCE };
    return this.#folded;
  }

  /** Whether nothing that came since can move a rank. */
  #isStanding({ size, epoch, newestDay }: Folded, now: Epoch): boolean {
    const { log } = this.#options;
    const { entries, isEndorsed, earliestDay } = this.#since;
    return (
      !isEndorsed &&
      size + entries === log.graph.size &&
      earliestDay >= newestDay &&
      epoch.number === now.number &&
      epoch.certifiedBy === now.certifiedBy &&
      isPlain(log, now)
    );
  }

  #standing(within: Past, epoch: Epoch, dayUtc: number): Standing {
    const members = epoch.members.map(({ scid }) => scid);
    const { log } = this.#options;
    const endorsements = datedAcross(log.book, within, epoch);
    const bridges = acrossOf(log.book, within, epoch);
    const isKnown = (said: { readonly day: number }, day: number): boolean =>
      day === dayUtc || said.day <= day;
    const rankOn = (day: number): Ranked[] =>
      rankAcross(
        endorsements.filter((endorsement) => isKnown(endorsement, day)),
        members,
        bridges.map((bridge) =>
          bridge.said && isKnown(bridge.said, day) ? bridge : { ...bridge, said: null },
        ),
        day,
      );
    return {
      ranks: new Map(rankOn(dayUtc).map((one) => [one.scid, one])),
      weekAgo: new Map(rankOn(dayUtc - CHANGE_DAYS).map(({ scid, score }) => [scid, score])),
      newestDay: endorsements.reduce((newest, { day }) => Math.max(newest, day), 0),
    };
  }

  #note(nodes: readonly GraphNode[]): void {
    const since = this.#since;
    since.entries += nodes.length;
    for (const { entry } of nodes) {
      if (entry.kind === 'endorse' || entry.kind === 'import') since.isEndorsed = true;
      since.earliestDay = Math.min(since.earliestDay, dayOf(entry.at));
    }
  }

  #sumsOf({ within, epoch }: Folded, scid: string): BalanceSums {
    return this.#balances.of(scid, within, epoch);
  }

  #linesOf(folded: Folded, scid: string): readonly BalanceLine[] {
    if (this.#statement?.of === folded && this.#statement.scid === scid) return this.#statement.lines;
    const lines = statement(this.#options.log.book, scid, folded.within, folded.epoch);
    this.#statement = { of: folded, scid, lines };
    return lines;
  }
}

/** Bridges in force, with what counts of what came over each. */
function acrossOf(book: IntegrityLog['book'], within: Past, epoch: Epoch): Across[] {
  return epoch.bridges.map((bridge) => ({ ...bridge, said: countedImport(book, bridge, within, epoch) }));
}

function named({ epoch }: Folded, cell: string, scid: string): { readonly alias: string } {
  const bridge = bridgeTo(epoch, cell);
  if (!bridge) throw new GhostStackError('not-found', says('error.bridges.noBridge'));
  const member = bridge.members.find((one) => one.scid === scid);
  if (!member) throw new GhostStackError('not-found', says('error.bridges.notNamed', { name: bridge.name }));
  return member;
}

function ranked({ ranks }: Folded, scid: string): Ranked {
  return ranks.get(scid) ?? { scid, score: 0, base: 0, parts: [] };
}

function weekAgo({ weekAgo: scores }: Folded, scid: string): number {
  return scores.get(scid) ?? 0;
}

function memberOf({ epoch }: Folded, scid: string): Member {
  const member = epoch.members.find((candidate) => candidate.scid === scid);
  if (!member) throw new GhostStackError('not-found', says('error.cell.noMemberOfCell'));
  return member;
}
