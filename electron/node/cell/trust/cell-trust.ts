import type { RankExplained, Statement, Trust } from '#shared/contract/domain/trust.ts';
import { GhostStackError } from '#shared/contract/errors.ts';
import { type Past, pastOf } from '#shared/protocol/closing/ballot.ts';
import type { Epoch, Member } from '#shared/protocol/closing/epoch.ts';
import { settledEnds } from '#shared/protocol/log/settled.ts';
import { type SayingKey, says } from '#shared/protocol/saying.ts';
import { type BalanceLine, statement } from '#shared/protocol/trust/balances.ts';
import { STRENGTH_MAX } from '#shared/protocol/trust/bodies.ts';
import { dayOf, EndorsementDays } from '#shared/protocol/trust/endorsement-day.ts';
import { countedEndorsements } from '#shared/protocol/trust/endorsements.ts';
import { type DatedEndorsement, type Ranked, rank } from '#shared/protocol/trust/rank.ts';
import type { IntegrityLog } from '../../log/integrity-log.ts';
import { balanceView, explainedView, rankView, statementView, type TrustNames } from './trust-view.ts';

export interface CellTrustOptions {
  readonly log: IntegrityLog;
  /** SCID of this node. */
  readonly me: string;
  readonly clock: () => number;
}

/** What the log says on a day: kept until one of them changes. */
interface Folded extends TrustNames {
  readonly key: string;
  readonly dayUtc: number;
  readonly within: Past;
  readonly epoch: Epoch;
  readonly ranks: ReadonlyMap<string, Ranked>;
  readonly weekAgo: ReadonlyMap<string, number>;
  readonly statements: ReadonlyMap<string, readonly BalanceLine[]>;
}

const CHANGE_DAYS = 7;

/** Reputation and tokens of a cell: what this node shows of them, and the entries by which it takes part. */
export class CellTrust {
  readonly #options: CellTrustOptions;
  #folded: Folded | null = null;

  constructor(options: CellTrustOptions) {
    this.#options = options;
  }

  /** Null until the log is here. */
  view(): Trust | null {
    const folded = this.#fold();
    if (!folded) return null;
    const { epoch, dayUtc } = folded;
    return {
      dayUtc,
      ranks: epoch.members.map(({ scid }) => rankView(folded, ranked(folded, scid), weekAgo(folded, scid))),
      balances: epoch.members.map(({ scid }) => balanceView(folded, scid, lines(folded, scid))),
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
    return statementView(folded, scid, lines(folded, scid), before, limit);
  }

  /** Vouches for a member with a strength of 0 to 1; 0 withdraws what was endorsed before. */
  endorse(scid: string, strength: number): void {
    const folded = this.#require();
    const { alias } = this.#other(folded, scid, 'error.cell.endorsesItself');
    const thousandths = Math.round(strength * STRENGTH_MAX);
    if (strength > 0 && thousandths === 0) {
      throw new GhostStackError('invalid-argument', says('error.cell.strengthTooLow'));
    }
    const mine = ranked(folded, scid).parts.find(({ source }) => source === this.#options.me);
    if (thousandths === 0 && !mine)
      throw new GhostStackError('conflict', says('error.cell.nothingEndorsed', { alias }));
    this.#write('endorse', { member: scid, strength: thousandths });
  }

  /** @throws {GhostStackError} `conflict` when there are too few tokens */
  transfer(scid: string, amount: number, note: string | undefined): void {
    const folded = this.#require();
    this.#other(folded, scid, 'error.cell.sendsToItself');
    const balance = lines(folded, this.#options.me).at(-1)?.balance ?? 0;
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
    const key = `${graph.size}/${dayUtc}`;
    if (this.#folded?.key === key) return this.#folded;
    const within = pastOf(graph, ends);
    const epoch = book.epochAt(ends);
    const members = epoch.members.map(({ scid }) => scid);
    const endorsements = datedEndorsements(log, within, epoch);
    const rankOn = (day: number): Ranked[] =>
      rank(
        endorsements.filter((endorsement) => day === dayUtc || endorsement.day <= day),
        members,
        day,
      );
    this.#folded = {
      key,
      dayUtc,
      log,
      me,
      within,
      epoch,
      ranks: new Map(rankOn(dayUtc).map((one) => [one.scid, one])),
      weekAgo: new Map(rankOn(dayUtc - CHANGE_DAYS).map(({ scid, score }) => [scid, score])),
      statements: new Map(members.map((scid) => [scid, statement(book, scid, within, epoch)])),
    };
    return this.#folded;
  }
}

/** Endorsements between present members, each with the day from which it fades. */
export function datedEndorsements(
  { graph, book }: Pick<IntegrityLog, 'graph' | 'book'>,
  within: Past,
  epoch: Epoch,
): DatedEndorsement[] {
  const members = new Set(epoch.members.map(({ scid }) => scid));
  const days = new EndorsementDays(graph, within, epoch);
  return countedEndorsements(book, within, epoch)
    .filter(({ source, target }) => members.has(source) && members.has(target))
    .map((endorsement) => {
      const node = graph.get(endorsement.receipt);
      return { ...endorsement, day: node ? days.dayOf(node) : 0 };
    });
}

function ranked({ ranks }: Folded, scid: string): Ranked {
  return ranks.get(scid) ?? { scid, score: 0, base: 0, parts: [] };
}

function weekAgo({ weekAgo: scores }: Folded, scid: string): number {
  return scores.get(scid) ?? 0;
}

function lines({ statements }: Folded, scid: string): readonly BalanceLine[] {
  return statements.get(scid) ?? [];
}

function memberOf({ epoch }: Folded, scid: string): Member {
  const member = epoch.members.find((candidate) => candidate.scid === scid);
  if (!member) throw new GhostStackError('not-found', says('error.cell.noMemberOfCell'));
  return member;
}
