import { describe, expect, test } from 'vitest';
import type { RankExplained, StatementLine } from '#shared/contract/domain/trust.ts';
import { neighbourIn, trustLayout } from '../../../renderer/charts/trust-layout.ts';
import {
  balancesNote,
  delta,
  signed,
  statementCsv,
  tokensAnswer,
} from '../../../renderer/components/tokens/token-words.ts';
import {
  capNotes,
  change,
  fadedBy,
  graphLabel,
  nearlyFaded,
  points,
  reputationAnswer,
  shownParts,
} from '../../../renderer/features/reputation/trust-words.ts';
import { amountError } from '../../../renderer/features/tokens/TransferDialog.tsx';
import { SCIDS } from '../../support/dashboard-fixture/street-cell.ts';
import {
  freshTrust,
  streetExplained,
  streetStatement,
  streetTrust,
} from '../../support/dashboard-fixture/street-trust.ts';
import { NOW_MS } from '../../support/sample-states.ts';

const trust = streetTrust(NOW_MS);
const tenths = (text: string) => Math.round(Number(text) * 10);

describe('a score', () => {
  test('is shown with parts that add up to it, in every digit that is shown', () => {
    for (const rank of trust.ranks) {
      const { base, from } = shownParts(rank);
      const sum = [base, ...from.values()].reduce((total, part) => total + tenths(part), 0);
      expect(sum, rank.name).toBe(tenths(points(rank.score)));
    }
    const thirds = { score: 300_000_000, base: 0, parts: [1, 2, 3].map((n) => ({ ...part(n), score: 1e8 })) };
    expect([...shownParts(thirds).from.values()]).toEqual(['10.0', '10.0', '10.0']);
    const uneven = { score: 10_000_000, base: 3_400_000, parts: [part(1, 3_300_000), part(2, 3_300_000)] };
    expect([shownParts(uneven).base, ...shownParts(uneven).from.values()]).toEqual(['0.4', '0.3', '0.3']);
  });

  test('says which cap applied, and what it would be without', () => {
    const [note] = capNotes(streetExplained(NOW_MS, SCIDS.carol));
    expect(note?.title).toBe('A cap applied 4 times');
    expect(note?.text).toMatch(/25 % .*Without the cap, dave alone would add 1\d\.\d\./);
    expect(capNotes(explained({ caps: ['weight'] }))[0]?.text).toContain('counts as one: that of dave');
    expect(capNotes(explained({ caps: [] }))).toEqual([]);
  });

  test('shows no change where it would be shown as nothing', () => {
    expect([change(6_000_000), change(-2_000_000), change(400_000)]).toEqual(['+0.6', '−0.2', null]);
  });

  test('of an endorsement, renewing gives back only what has faded', () => {
    const [first] = explained({ caps: [] }).parts;
    expect(first && fadedBy({ ...first, weight: 0.75 })).toBe(0.25);
    expect(first && fadedBy({ ...first, weight: 1 })).toBe(0);
  });
});

describe('the graph', () => {
  test('has a name with the numbers of the table', () => {
    const label = graphLabel(trust);
    expect(label).toContain('5 members and 11 endorsements');
    for (const { name, score } of trust.ranks) expect(label).toContain(`${name} ${points(score)}`);
    expect(nearlyFaded(trust)).toBe('dave for alice; carol and erin for dave');
  });

  test('stands at the same places for the same members, in whatever order they come, inside its frame', () => {
    const members = trust.ranks.map(({ scid }) => ({ scid, radius: 30 }));
    const edges = trust.ranks.flatMap(({ scid, parts }) =>
      parts.map((one) => ({ from: one.scid, to: scid, weight: one.weight })),
    );
    const box = { width: 520, height: 410, margin: 30 };
    const places = trustLayout(members, edges, box);
    expect(trustLayout(members.toReversed(), edges, box)).toEqual(places);
    for (const [scid, { x, y }] of places) {
      expect(x, scid).toBeGreaterThanOrEqual(60);
      expect(x, scid).toBeLessThanOrEqual(460);
      expect(y, scid).toBeGreaterThanOrEqual(60);
      expect(y, scid).toBeLessThanOrEqual(350);
    }
    const all = [...places.values()];
    const apart = all.flatMap((a, i) => all.slice(i + 1).map((b) => Math.hypot(a.x - b.x, a.y - b.y)));
    expect(Math.min(...apart)).toBeGreaterThan(60);
  });

  test('keeps two to seven members apart and inside a narrow frame, whoever vouches for whom', () => {
    for (let count = 2; count <= 7; count += 1) {
      for (const step of [1, 2, 3]) {
        const scids = Array.from({ length: count }, (_, index) => `Qm${index}${'x'.repeat(step)}`);
        const members = scids.map((scid, index) => ({ scid, radius: 20 + 3 * index }));
        const edges = scids.map((from, index) => ({
          from,
          to: scids[(index + step) % count] ?? from,
          weight: 1 / (1 + index),
        }));
        const places = trustLayout(members, edges, { width: 520, height: 410, margin: 30 });
        const at = members.map((member) => ({ ...member, ...(places.get(member.scid) ?? { x: 0, y: 0 }) }));
        for (const [index, a] of at.entries()) {
          expect(a.x - a.radius).toBeGreaterThanOrEqual(30);
          expect(a.x + a.radius).toBeLessThanOrEqual(490);
          expect(a.y - a.radius).toBeGreaterThanOrEqual(30);
          expect(a.y + a.radius).toBeLessThanOrEqual(380);
          for (const b of at.slice(index + 1)) {
            const gap = Math.hypot(a.x - b.x, a.y - b.y) - a.radius - b.radius;
            expect(gap, `${a.scid} and ${b.scid} of ${count}`).toBeGreaterThan(10);
          }
        }
      }
    }
  });

  test('is walked with arrows to the nearest member that way', () => {
    const places = new Map([
      ['a', { x: 0, y: 0 }],
      ['b', { x: 50, y: 5 }],
      ['c', { x: 60, y: 200 }],
    ]);
    expect(neighbourIn(places, 'a', 'ArrowRight')).toBe('b');
    expect(neighbourIn(places, 'b', 'ArrowDown')).toBe('c');
    expect(neighbourIn(places, 'a', 'ArrowLeft')).toBeNull();
  });
});

describe('the answers', () => {
  test('name who is trusted most, or that nobody vouches for anybody', () => {
    expect(reputationAnswer(trust).claim).toBe('carol is trusted most, with 26.1 of 100.');
    expect(reputationAnswer(freshTrust(NOW_MS)).claim).toBe('Nobody vouches for anybody yet.');
    const [alice, bob, ...others] = trust.ranks.map((rank) => ({ ...rank, score: 100_000_000 }));
    if (!alice || !bob) throw new Error('The street is empty.');
    const tied = [{ ...alice, score: 300_000_000 }, { ...bob, score: 300_000_000 }, ...others];
    expect(reputationAnswer({ ...trust, ranks: tied }).claim).toBe(
      'alice and bob are trusted alike, with 30.0 of 100 each.',
    );
  });

  test('say tokens, and a debt as a debt', () => {
    const [mine] = trust.balances;
    if (!mine) throw new Error('The street is empty.');
    expect(tokensAnswer(mine)).toEqual({
      claim: 'You have 160 tokens.',
      rest: '20 came from proposals, 40 from voting. Every change names its receipt.',
    });
    expect(tokensAnswer({ ...mine, balance: 1 }).claim).toBe('You have 1 token.');
    expect(tokensAnswer({ ...mine, balance: -12 }).claim).toBe('You owe 12 tokens.');
    expect([signed(-12), delta(5), delta(-12), signed(7)]).toEqual(['−12', '+5', '−12', '7']);
  });

  test('say of whom newer changes may be unknown', () => {
    const members = new Map([[SCIDS.bob, { did: 'did:key:bob' }]]);
    const away = { did: 'did:key:bob', link: { state: 'offline' }, lastSeenAtMs: NOW_MS - 60_000 } as const;
    expect(balancesNote(trust, members, [away as never], NOW_MS)).toMatch(
      /^Known up to each member’s newest receipt\. bob may have changes since today \d\d:\d\d\.$/,
    );
  });
});

describe('an amount', () => {
  test.each([
    ['', /whole/],
    ['0', /from 1/],
    ['-3', /from 1/],
    ['2.5', /without a fraction/],
    ['2,5', /without a fraction/],
    ['1e3', /whole/],
    ['161', /more than the 160 tokens/],
    ['99999999999999999999', /whole/],
  ])('of %o is refused in words', (text, words) => {
    expect(amountError(text, 160)).toMatch(words);
  });

  test('of what one has, is good', () => {
    expect([amountError('160', 160), amountError(' 1 ', 160)]).toEqual([null, null]);
    expect(amountError('1', -12)).toMatch(/more than the 0 tokens/);
  });
});

test('a statement as a file holds no formula that another member wrote', () => {
  const [line] = streetStatement(NOW_MS);
  const formula = '=HYPERLINK("http://x")';
  const sent = { ...(line as StatementLine), kind: 'sent' as const, other: formula, receiptBy: '+bob' };
  const csv = statementCsv([sent]);
  expect(csv.split('\r\n')[0]).toBe('"when","what","change","balance","receipt","hash"');
  expect(csv).toContain(`"Sent to =HYPERLINK(""http://x"")"`);
  expect(csv).toContain(`"'+bob 0"`);
});

function part(n: number, score = 0): RankExplained['parts'][number] {
  const endorsement = {
    strength: 1,
    ageDays: 3,
    counts: 0.9,
    receipt: { hash: 'a', gen: 0, seq: 1, atMs: 1 },
  };
  return {
    scid: `Qm${n}`,
    name: 'dave',
    score,
    weight: 0.9,
    share: 0.25,
    caps: [],
    uncappedScore: score,
    endorsements: [endorsement],
  };
}

function explained(change: Partial<RankExplained['parts'][number]>): RankExplained {
  return { ...streetExplained(NOW_MS, SCIDS.carol), parts: [{ ...part(1, 10_000_000), ...change }] };
}
