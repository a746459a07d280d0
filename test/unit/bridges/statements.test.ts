/** What a cell says outwards, and what attests it (docs/protocol.md, "Bridges"). */
import { describe, expect, it } from 'vitest';
import { DAY_MS } from '#shared/protocol/limits.ts';
import {
  bridgedCells,
  bridgeTo,
  standingStatement,
  type Trio,
  trustStatement,
} from '../../support/cell/bridged-cells.ts';
import { meet } from '../../support/cell/closing-cell.ts';
import { scid } from '../../support/cell/feed-writer.ts';
import { certify, keyNamed } from '../../support/cell/keyed-cell.ts';

const AT = (day: number) => ({ at: day * DAY_MS });

function endorsed() {
  const { maple, elm } = bridgedCells();
  const [alice, bob, carol] = maple;
  const cell = elm[0].graph.cell;
  alice.write('endorse', { member: scid('bob'), strength: 1000 });
  alice.write('endorse', { member: scid('bob'), strength: 1000 }, 30 * DAY_MS);
  bob.write('endorse', { member: scid('dave'), strength: 500, cell });
  carol.write('endorse', { member: scid('alice'), strength: 10 });
  carol.write('endorse', { member: scid('alice'), strength: 0 });
  meet([...maple]);
  return { maple, elm, cell };
}

describe('the rows of a statement', () => {
  it('sum up what counts, faded to its day and not capped, here and over the bridge', () => {
    const { maple, elm } = endorsed();
    const rows = (day: number) => trustStatement(maple[2], elm[0], day).rows;
    expect(rows(30)).toEqual([
      [scid('alice'), scid('bob'), 0, 1500],
      [scid('bob'), scid('dave'), 1, 250],
    ]);
    expect(rows(0)[0]).toEqual([scid('alice'), scid('bob'), 0, 2000]);
    expect(rows(60)[1]).toEqual([scid('bob'), scid('dave'), 1, 125]);
    // A thousandth is told as long as half of one is left.
    expect(rows(30 * 9 + 28)[1]).toEqual([scid('bob'), scid('dave'), 1, 1]);
    expect(rows(30 * 10)).toHaveLength(1);
  });

  it('end at a million thousandths', () => {
    const { maple, elm } = bridgedCells();
    for (let times = 0; times < 1001; times += 1)
      maple[0].write('endorse', { member: scid('bob'), strength: 1000 });
    expect(trustStatement(maple[0], elm[0], 0).rows).toEqual([[scid('alice'), scid('bob'), 0, 1_000_000]]);
  });

  it('leave out what was said under an earlier bridge, and of who is named no more', () => {
    const { maple, elm } = endorsed();
    certify(maple, bridgeTo(elm, 90));
    expect(trustStatement(maple[0], elm[0], 0).rows).toHaveLength(1);
  });
});

describe('a statement about trust', () => {
  const { maple, elm, cell } = endorsed();
  const [alice] = maple;
  const body = trustStatement(alice, elm[0], 0);
  const [first, second] = body.rows;
  it.each<[string, object, number, string]>([
    ['that says what follows', {}, 0, 'valid'],
    ['of tomorrow', { day: 1, rows: trustStatement(alice, elm[0], 1).rows }, 0, 'valid'],
    ['of two days later', { day: 2, rows: trustStatement(alice, elm[0], 2).rows }, 0, 'day'],
    ['of the day before', { day: 0 }, 1, 'valid'],
    ['of two days before', { day: 0 }, 2, 'day'],
    [
      'of a day that nobody else bears out',
      { day: 33, rows: trustStatement(alice, elm[0], 33).rows },
      33,
      'day',
    ],
    ['that leaves a row out', { rows: [first] }, 0, 'content'],
    ['that says more of a row', { rows: [first, [...(second?.slice(0, 3) ?? []), 501]] }, 0, 'content'],
    ['with rows in another order', { rows: [second, first] }, 0, 'body'],
    ['with a row twice', { rows: [first, first, second] }, 0, 'body'],
    ['with a row of nothing', { rows: [[scid('alice'), scid('bob'), 0, 0]] }, 0, 'body'],
    ['of who endorses itself', { rows: [[scid('alice'), scid('alice'), 0, 5]] }, 0, 'body'],
    ['to a cell that there is no bridge to', { to: 'f'.repeat(64), rows: [first] }, 0, 'no-bridge'],
    ['about something else', { about: 'all' }, 0, 'body'],
  ])('%s is judged', (_, change, day, code) => {
    expect(alice.code('statement', { ...body, ...change }, AT(day))).toBe(code);
  });

  it('is not told to a cell once the day of the bridge is over, or an end of it came', () => {
    const short = bridgedCells(1);
    const [one, two] = short.maple;
    two.write('note', {}, DAY_MS);
    meet([...short.maple]);
    const on = (day: number) => one.code('statement', { ...trustStatement(one, short.elm[0], day) }, AT(day));
    expect([on(1), on(2)]).toEqual(['valid', 'no-bridge']);
    certify(short.maple, { type: 'unbridge', cell: short.elm[0].graph.cell });
    expect(on(1)).toBe('no-bridge');
  });

  it('is said once for a day or an earlier one, counted or not, and by each for itself', () => {
    const { maple, elm } = endorsed();
    const [alice, bob] = maple;
    const bad = { ...trustStatement(alice, elm[0], 0), rows: [] };
    alice.put('statement', bad, AT(0));
    expect(alice.code('statement', { ...trustStatement(alice, elm[0], 0) }, AT(0))).toBe('known');
    expect(alice.code('statement', { ...trustStatement(alice, elm[0], 1) }, AT(1))).toBe('valid');
    expect(alice.code('statement', standingStatement(alice, 0), AT(0))).toBe('valid');
    meet([...maple]);
    expect(bob.code('statement', { ...trustStatement(bob, elm[0], 0) }, AT(0))).toBe('valid');
  });

  it('is said by members only', () => {
    const [, , carol] = maple;
    const end = alice.graph.heads(scid('carol'))[0]?.hash ?? '';
    const removed = endorsed();
    certify(removed.maple.slice(0, 2), {
      type: 'remove',
      scid: scid('carol'),
      end: removed.maple[0].graph.heads(scid('carol'))[0]?.hash ?? end,
    });
    removed.maple[2].syncFrom(removed.maple[0]);
    const [one, , gone] = removed.maple;
    expect(gone.code('statement', { ...trustStatement(one, elm[0], 0) }, AT(0))).toBe('not-a-member');
    expect(carol.code('statement', { ...body, to: cell }, AT(0))).toBe('valid');
  });
});

describe('a statement about the standing', () => {
  const maple = bridgedCells().maple;
  const [alice] = maple as Trio;
  const body = standingStatement(alice, 0);
  it('names members and keys, and how many entries there are before it', () => {
    expect(body).toMatchObject({ epoch: 3, q: 2, entries: alice.graph.size, name: 'Maple Street' });
    expect(body.members.map(({ key }) => key)).toEqual(
      ['alice', 'bob', 'carol'].map((name) => keyNamed(name, 1)),
    );
  });

  it.each<[string, object, string]>([
    ['that is right', {}, 'valid'],
    ['with another name', { name: 'Elm Street' }, 'content'],
    ['of another epoch', { epoch: 2 }, 'content'],
    ['with another q', { q: 3 }, 'content'],
    ['with an entry more', { entries: body.entries + 1 }, 'content'],
    ['without a member', { members: body.members.slice(1) }, 'content'],
    ['with members in another order', { members: body.members.toReversed() }, 'content'],
    [
      'with another key',
      { members: body.members.map((one) => ({ ...one, key: keyNamed('eve', 1) })) },
      'content',
    ],
    ['that nothing follows from', { members: [] }, 'body'],
  ])('%s is judged', (_, change, code) => {
    expect(alice.code('statement', { ...body, ...change }, AT(0))).toBe(code);
  });

  it('needs nobody else where nobody else is, and no bridge', () => {
    const [one] = bridgedCells().maple;
    expect(one.code('statement', standingStatement(one, 0), AT(0))).toBe('valid');
    expect(one.code('statement', standingStatement(one, 3), AT(3))).toBe('day');
  });
});

describe('an attest', () => {
  it('is of a valid statement in its past, once on a branch, by a member', () => {
    const { maple, elm } = endorsed();
    const [alice, bob] = maple;
    const bad = alice.put('statement', { ...trustStatement(alice, elm[0], 0), rows: [] }, AT(0)).hash;
    const good = alice.write('statement', { ...trustStatement(alice, elm[0], 1) }, DAY_MS).hash;
    expect(bob.code('attest', { statement: good })).toBe('no-statement');
    meet([...maple]);
    expect(bob.code('attest', { statement: bad })).toBe('no-statement');
    expect(bob.code('attest', { statement: alice.graph.cell })).toBe('no-statement');
    expect(bob.code('attest', { statement: good })).toBe('valid');
    bob.write('attest', { statement: good });
    expect(bob.code('attest', { statement: good })).toBe('attested');
    expect(alice.code('attest', { statement: good })).toBe('valid');
    expect(alice.code('attest', { statement: 'x' })).toBe('body');
  });
});
