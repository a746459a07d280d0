/** Bridges by ballot (docs/protocol.md, "Bridges"). */
import { describe, expect, it } from 'vitest';
import type { BridgeChange } from '#shared/protocol/closing/bridge-change.ts';
import { DAY_MS } from '#shared/protocol/limits.ts';
import { foldCell } from '#shared/protocol/state/cell-state.ts';
import { scid } from '../../support/cell/feed-writer.ts';
import { certify, type KeyedMember, keyedCell, keyNamed } from '../../support/cell/keyed-cell.ts';

const ELM = 'e'.repeat(64);
const named = (alias: string, as = alias) => ({ scid: scid(as), alias, key: keyNamed(as, 1) });
const bridge = (change: Partial<BridgeChange> = {}): BridgeChange => ({
  type: 'bridge',
  cell: ELM,
  name: 'Elm Street',
  q: 2,
  members: [named('dave'), named('erin'), named('frank')],
  until: 180,
  ...change,
});

function code(member: KeyedMember, change: unknown, at = 0): string {
  return member.code('open', member.opening(member.draftOf('A bridge'), change as BridgeChange), { at });
}

describe('the open of a bridge', () => {
  const [alice] = keyedCell('alice') as [KeyedMember];
  const eight = Array.from({ length: 8 }, (_, at) => named(`m${'abcdefgh'[at]}`));
  it.each<[string, unknown, string]>([
    ['of half a year', bridge(), 'valid'],
    ['of a day', bridge({ until: 1 }), 'valid'],
    ['that ends today', bridge({ until: 0 }), 'change'],
    ['that is longer', bridge({ until: 181 }), 'change'],
    ['to the cell itself', bridge({ cell: alice.graph.cell }), 'change'],
    ['in which half of them speak', bridge({ q: 1, members: [named('dave'), named('erin')] }), 'change'],
    ['in which all of them do', bridge({ q: 3 }), 'valid'],
    ['in which more do than there are', bridge({ q: 4 }), 'change'],
    ['to a cell of one', bridge({ q: 1, members: [named('dave')] }), 'valid'],
    ['to nobody', bridge({ members: [] }), 'body'],
    ['to eight', bridge({ q: 5, members: eight }), 'body'],
    ['with somebody twice', bridge({ members: [named('dave'), named('erin', 'dave')] }), 'change'],
    [
      'with a key twice',
      bridge({ members: [named('dave'), { ...named('erin'), key: keyNamed('dave', 1) }] }),
      'change',
    ],
    ['with a name twice', bridge({ members: [named('dave'), named('DAVE', 'erin')] }), 'change'],
    ['without a name', bridge({ name: ' ' }), 'body'],
    ['with something more', { ...bridge(), note: 1 }, 'body'],
    ['that ends what there is not', { type: 'unbridge', cell: ELM }, 'change'],
  ])('%s is judged', (_, change, expected) => {
    expect(code(alice, change)).toBe(expected);
  });

  it('counts days from the time that it gives', () => {
    expect(code(alice, bridge({ until: 190 }), 10 * DAY_MS)).toBe('valid');
    expect(code(alice, bridge({ until: 191 }), 10 * DAY_MS)).toBe('change');
    expect(code(alice, bridge({ until: 10 }), 11 * DAY_MS - 1)).toBe('change');
  });
});

describe('bridges of a cell', () => {
  it('are in force until a newer one to the same cell, or an end', () => {
    const [alice, bob] = keyedCell('alice', 'bob') as [KeyedMember, KeyedMember];
    const first = certify([alice, bob], bridge());
    expect(foldCell(alice.book)?.bridges).toEqual([
      { cell: ELM, ballot: first, until: 180, statement: null },
    ]);
    const other = certify([alice, bob], bridge({ cell: 'a'.repeat(64), name: 'Oak Street' }));
    const second = certify([alice, bob], bridge({ until: 9, q: 3 }));
    expect(foldCell(bob.book)?.bridges.map(({ ballot }) => ballot)).toEqual([other, second]);
    expect(alice.epoch.bridges[1]).toMatchObject({ q: 3, until: 9, name: 'Elm Street' });
    certify([alice, bob], { type: 'unbridge', cell: ELM });
    expect(foldCell(alice.book)?.bridges.map(({ ballot }) => ballot)).toEqual([other]);
  });

  it('are not made, or ended, by a ballot that fails', () => {
    const [alice, bob] = keyedCell('alice', 'bob') as [KeyedMember, KeyedMember];
    certify([alice, bob], bridge(), [alice]);
    expect(alice.epoch.bridges).toEqual([]);
    certify([alice, bob], bridge());
    certify([alice, bob], { type: 'unbridge', cell: ELM }, [bob]);
    expect(alice.epoch.bridges).toHaveLength(1);
  });

  it('are eight at a time, of those whose day has not come; a newer one of the eight is no ninth', () => {
    const [alice] = keyedCell('alice') as [KeyedMember];
    const cellAt = (at: number) => `${at}`.repeat(64);
    for (let at = 1; at <= 8; at += 1)
      certify([alice], bridge({ cell: cellAt(at), until: at === 1 ? 5 : 180 }));
    expect(code(alice, bridge({ cell: cellAt(9) }))).toBe('change');
    expect(code(alice, bridge({ cell: cellAt(2) }))).toBe('valid');
    expect(code(alice, bridge({ cell: cellAt(9) }), 5 * DAY_MS)).toBe('change');
    expect(code(alice, bridge({ cell: cellAt(9) }), 6 * DAY_MS)).toBe('valid');
  });
});
