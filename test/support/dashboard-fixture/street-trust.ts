/** Who vouches for whom in Maple Street, and what everybody has. Scores come from the product's own rank. */
import type { ReceiptPlace } from '#shared/contract/domain/governance.ts';
import type {
  BalanceView,
  RankExplained,
  Statement,
  StatementLine,
  Trust,
} from '#shared/contract/domain/trust.ts';
import { HALF_LIFE_DAYS } from '#shared/protocol/trust/fade.ts';
import { type DatedEndorsement, rank } from '#shared/protocol/trust/rank.ts';
import { RANK_PARAMETERS } from '#shared/protocol/trust/rank-graph.ts';
import { streetBridges } from './street-bridges.ts';
import { NAMES, SCIDS } from './street-cell.ts';

const DAY = 86_400_000;
type Name = (typeof NAMES)[number];

/** From, to, strength in thousandths, age in days. */
const GIVEN: readonly (readonly [Name, Name, number, number])[] = [
  ['alice', 'carol', 1000, 4],
  ['alice', 'bob', 700, 6],
  ['alice', 'erin', 600, 9],
  ['bob', 'alice', 1000, 12],
  ['bob', 'carol', 900, 15],
  ['carol', 'alice', 800, 8],
  ['carol', 'dave', 400, 35],
  ['dave', 'carol', 1000, 2],
  ['dave', 'alice', 300, 41],
  ['erin', 'carol', 800, 11],
  ['erin', 'dave', 300, 38],
];

function nameOf(scid: string): string {
  return NAMES.find((name) => SCIDS[name] === scid) ?? '?';
}

function place(by: Name, seq: number, atMs: number): ReceiptPlace {
  return { hash: `${by.charCodeAt(0).toString(16)}${seq.toString(16)}`.padEnd(64, '9'), gen: 0, seq, atMs };
}

function rankedOn(nowMs: number, fromDays: number) {
  const dayUtc = Math.floor(nowMs / DAY) - fromDays;
  const endorsements = GIVEN.filter(([, , , age]) => age >= fromDays).map(
    ([from, to, strength, age]): DatedEndorsement => ({
      source: SCIDS[from],
      target: SCIDS[to],
      strength,
      day: Math.floor(nowMs / DAY) - age,
      receipt: `${from} ${to} ${age}`,
    }),
  );
  return rank(endorsements, Object.values(SCIDS), dayUtc);
}

export function streetExplained(nowMs: number, scid: string): RankExplained {
  const now = rankedOn(nowMs, 0).find((one) => one.scid === scid);
  const before = rankedOn(nowMs, 7).find((one) => one.scid === scid);
  if (!now || !before) throw new Error(`${scid} is no member`);
  return {
    scid,
    name: nameOf(scid),
    me: scid === SCIDS.alice,
    score: now.score,
    base: now.base,
    change: now.score - before.score,
    joinedAtMs: nowMs - 72 * DAY,
    halfLifeDays: HALF_LIFE_DAYS,
    shareMax: RANK_PARAMETERS.shareMax,
    parts: now.parts.map((part) => ({
      scid: part.source,
      name: nameOf(part.source),
      score: part.score,
      uncappedScore: part.uncappedScore,
      weight: part.weight,
      share: part.share,
      caps: [...part.caps],
      endorsements: part.endorsements.map(({ strength, ageDays, counts }) => ({
        strength: strength / 1000,
        ageDays,
        counts,
        receipt: place(nameOf(part.source) as Name, 170, nowMs - ageDays * DAY),
      })),
    })),
  };
}

type Told = Pick<StatementLine, 'kind'> & Partial<Pick<StatementLine, 'other' | 'note' | 'proposal'>>;
const NOTHING_TOLD = { other: null, note: null, proposal: null };

function voted(label: string): Told {
  return { kind: 'voted', proposal: { label, title: 'Buy a ladder', auto: null } };
}

export function streetStatement(nowMs: number): StatementLine[] {
  const told: readonly (readonly [number, Told, number, Name, number])[] = [
    [72, { kind: 'joined' }, 100, 'alice', 0],
    [40, voted('P-5'), 5, 'alice', 61],
    [37, voted('P-6'), 5, 'alice', 70],
    [
      34,
      { kind: 'proposed', proposal: { label: 'P-7', title: 'a bench for the yard', auto: null } },
      10,
      'alice',
      82,
    ],
    [33, voted('P-7'), 5, 'alice', 84],
    [31, voted('P-8'), 5, 'alice', 97],
    [30, { kind: 'received', other: 'carol', note: 'bread' }, 12, 'carol', 131],
    [29, { kind: 'sent', other: 'dave', note: 'for the ladder' }, -12, 'alice', 104],
    [26, voted('P-9'), 5, 'alice', 112],
    [
      25,
      { kind: 'proposed', proposal: { label: 'P-10', title: 'nightly backup at 02:00', auto: null } },
      10,
      'alice',
      117,
    ],
    [20, voted('P-11'), 5, 'alice', 128],
    [12, voted('P-12'), 5, 'alice', 149],
    [4, voted('P-13'), 5, 'alice', 171],
  ];
  let balance = 0;
  return told.map(([days, line, delta, by, seq], position) => {
    const atMs = nowMs - days * DAY;
    balance += delta;
    return {
      ...NOTHING_TOLD,
      ...line,
      position,
      atMs,
      delta,
      balance,
      receipt: place(by, seq, atMs),
      receiptBy: by,
    };
  });
}

/** The statement of somebody who has voted for years. */
export function longStatement(nowMs: number, length: number): StatementLine[] {
  return Array.from({ length }, (_, position): StatementLine => {
    const atMs = nowMs - (length - position) * DAY;
    const joined = position === 0;
    return {
      position,
      atMs,
      ...NOTHING_TOLD,
      ...(joined ? { kind: 'joined' } : voted(`P-${position}`)),
      delta: joined ? 100 : 5,
      balance: 100 + 5 * position,
      receipt: place('alice', position, atMs),
      receiptBy: 'alice',
    };
  });
}

/** Just founded: nobody vouches for anybody, and nobody has done anything. */
export function freshTrust(nowMs: number): Trust {
  const trust = streetTrust(nowMs);
  return {
    ...trust,
    ranks: trust.ranks.map((one) => ({
      ...one,
      score: 200_000_000,
      base: 200_000_000,
      change: 0,
      parts: [],
    })),
    balances: trust.balances.map((one) => ({ ...one, balance: 100, fromProposals: 0, fromVotes: 0 })),
  };
}

export function statementPage(
  lines: readonly StatementLine[],
  { scid, before, limit }: { scid: string; before: number | null; limit: number },
): Statement {
  const end = before ?? lines.length;
  const start = Math.max(0, end - limit);
  return {
    scid,
    name: nameOf(scid),
    balance: lines.at(-1)?.balance ?? 0,
    total: lines.length,
    lines: lines.slice(start, end),
    more: start > 0,
  };
}

export function streetTrust(nowMs: number): Trust {
  const others: Readonly<Record<Name, number>> = { alice: 0, bob: 132, carol: 182, dave: 140, erin: 158 };
  const lines = streetStatement(nowMs);
  const sum = (kind: StatementLine['kind']) =>
    lines.reduce((total, line) => total + (line.kind === kind ? line.delta : 0), 0);
  return {
    dayUtc: Math.floor(nowMs / DAY),
    ranks: NAMES.map((name) => {
      const {
        joinedAtMs: _,
        halfLifeDays: __,
        shareMax: ___,
        parts,
        ...view
      } = streetExplained(nowMs, SCIDS[name]);
      return {
        ...view,
        parts: parts.map(({ scid, name: from, score, weight, share, caps }) => ({
          scid,
          name: from,
          score,
          weight,
          share,
          caps,
        })),
      };
    }),
    balances: NAMES.map((name): BalanceView => {
      const me = name === 'alice';
      return {
        scid: SCIDS[name],
        name,
        me,
        balance: me ? (lines.at(-1)?.balance ?? 0) : others[name],
        fromProposals: me ? sum('proposed') : 20,
        fromVotes: me ? sum('voted') : 40,
        knownUpTo: place(name, 214, nowMs - 11 * 60_000),
      };
    }),
    ...streetBridges(nowMs),
  };
}
