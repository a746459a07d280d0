/** What a cell takes over of another one's trust (docs/protocol.md, "Bridges"). */
import { describe, expect, it } from 'vitest';
import { DAY_MS } from '#shared/protocol/limits.ts';
import { foldCell } from '#shared/protocol/state/cell-state.ts';
import {
  type Bridged,
  bridgedCells,
  bridgeTo,
  bring,
  said,
  UNTIL,
} from '../../support/cell/bridged-cells.ts';
import { hashed, scid, textOf } from '../../support/cell/feed-writer.ts';
import { certify, type KeyedMember, rekey } from '../../support/cell/keyed-cell.ts';

const statementOf = ({ maple: [alice] }: Bridged) => foldCell(alice.book)?.bridges[0]?.statement ?? null;
const entryOf = (text: string) => JSON.parse(text).entry;
const hashOf = (text: string) => hashed(entryOf(text)).hash;

describe('an import', () => {
  const cells = bridgedCells();
  const { maple, elm } = cells;
  const [alice] = maple;
  const [dave, erin, frank] = elm;
  const texts = said(elm, alice, 3, elm);
  const forAnother = said([erin, frank, dave], { graph: { cell: 'f'.repeat(64) } } as KeyedMember, 3, []);
  const [statement = '', ...attests] = texts;
  const stranger = { ...entryOf(attests[0] as string), author: scid('grace') };
  const otherKey = { ...entryOf(attests[0] as string), key: `z6Mk${'9'.repeat(44)}` };
  it.each<[string, readonly string[], string]>([
    ['with all attests', texts, 'valid'],
    ['with just q of them', [statement, ...attests.slice(0, 2)], 'valid'],
    ['with fewer', [statement, ...attests.slice(0, 1)], 'signers'],
    ['with one twice', [statement, attests[0] as string, attests[0] as string], 'import'],
    [
      'with one of who is not named',
      [statement, attests[1] as string, textOf({ entry: stranger })],
      'signers',
    ],
    ['with one under another key', [statement, attests[1] as string, textOf({ entry: otherKey })], 'signers'],
    ['without attests', [statement], 'body'],
    ['that begins with an attest', [...attests, statement], 'import'],
    ['of texts that are none', [statement, 'x'], 'import'],
    ['with the attest of another statement', [forAnother[0] as string, ...attests.slice(0, 2)], 'import'],
    ['of more than 48 KiB', [statement, ...attests, 'x'.repeat(48 * 1024)], 'body'],
    [
      'that was changed on the way',
      [
        textOf({ entry: { ...entryOf(statement), body: { ...entryOf(statement).body, day: 4 } } }),
        ...attests,
      ],
      'import',
    ],
    [
      'of two cells',
      [
        statement,
        attests[1] as string,
        textOf({ entry: { ...entryOf(attests[0] as string), cell: alice.graph.cell } }),
      ],
      'import',
    ],
  ])('%s is judged', (_, carried, code) => {
    expect(alice.code('import', { texts: [...carried] })).toBe(code);
  });

  it('counts by the day of the statement, and an older one or the same again changes nothing', () => {
    bring(maple, texts);
    expect(statementOf(cells)).toBe(hashOf(statement));
    expect(alice.code('import', { texts: [...texts] })).toBe('known');
    const [, bob] = maple;
    expect(bob.code('import', { texts: [...texts] })).toBe('valid');
    const later = said([erin, frank, dave], alice, 5, elm);
    const other = said([frank, dave, erin], alice, 5, elm);
    bring([bob, alice], later);
    expect(statementOf(cells)).toBe(hashOf(later[0] as string));
    bring(maple, other);
    const lower = [later, other].map(([first]) => hashOf(first as string)).sort()[0];
    expect(statementOf(cells)).toBe(lower);
    bring([maple[2], alice], texts);
    expect(statementOf(cells)).toBe(lower);
  });

  it('is for this cell, over a bridge in force, of its days', () => {
    const { maple, elm } = bridgedCells();
    const [alice] = maple;
    const other = bridgedCells();
    const elsewhere = said(elm, alice, 3, elm);
    const [statement = '', ...attests] = elsewhere;
    const to = { ...entryOf(statement), body: { ...entryOf(statement).body, to: 'f'.repeat(64) } };
    const toOthers = attests.map((text) =>
      textOf({ entry: { ...entryOf(text), body: { statement: hashed(to).hash } } }),
    );
    expect(alice.code('import', { texts: [textOf({ entry: to }), ...toOthers] })).toBe('no-bridge');
    expect(other.elm[0].code('import', { texts: elsewhere })).toBe('no-bridge');
    certify(maple, bridgeTo(elm, 2));
    expect(alice.code('import', { texts: elsewhere })).toBe('late');
    certify(maple, { type: 'unbridge', cell: elm[0].graph.cell });
    expect(alice.code('import', { texts: elsewhere })).toBe('no-bridge');
  });

  it('goes with the ballot of its bridge', () => {
    const cells = bridgedCells();
    const { maple, elm } = cells;
    bring(maple, said(elm, maple[0], 3, elm));
    expect(statementOf(cells)).not.toBeNull();
    certify(maple, bridgeTo(elm, UNTIL - 1));
    expect(statementOf(cells)).toBeNull();
    const again = said([elm[1], elm[0], elm[2]], maple[0], 4, elm);
    bring(maple, again);
    expect(statementOf(cells)).toBe(hashOf(again[0] as string));
  });

  it('hears no keys but those that the bridge names', () => {
    const { maple, elm } = bridgedCells();
    const [dave, erin, old] = elm;
    certify(elm, rekey('frank', 1, 1));
    const frank = old.as(2);
    const texts = said([dave, erin, frank], maple[0], 3, [dave, frank]);
    expect(maple[0].code('import', { texts })).toBe('signers');
    const both = said([erin, dave, frank], maple[0], 3, [dave, erin]);
    expect(maple[0].code('import', { texts: both })).toBe('valid');
  });
});

describe('an endorsement of somebody in another cell', () => {
  const { maple, elm } = bridgedCells();
  const [alice] = maple;
  const { cell } = elm[0].graph;
  it.each<[string, object, string]>([
    ['whom the bridge names', { member: scid('dave'), strength: 1, cell }, 'valid'],
    ['whom it does not', { member: scid('grace'), strength: 1, cell }, 'no-such-member'],
    ['who is a member here', { member: scid('bob'), strength: 1, cell }, 'no-such-member'],
    [
      'to which there is no bridge',
      { member: scid('dave'), strength: 1, cell: 'f'.repeat(64) },
      'no-such-member',
    ],
    [
      'to which there is none, taken back',
      { member: scid('dave'), strength: 0, cell: 'f'.repeat(64) },
      'valid',
    ],
    ['who is its author', { member: scid('alice'), strength: 1, cell }, 'self'],
    ['who is its author, taken back', { member: scid('alice'), strength: 0, cell }, 'self'],
  ])('%s is judged', (_, body, code) => {
    expect(alice.code('endorse', { ...body })).toBe(code);
  });

  it('is not taken back by who takes back one among members', () => {
    const { maple, elm } = bridgedCells();
    const [, bob] = maple;
    const change = bridgeTo(elm);
    const [first, ...others] = change.members;
    certify(maple, {
      ...change,
      members: [{ ...(first as (typeof others)[0]), scid: scid('carol') }, ...others],
    });
    bob.write('endorse', { member: scid('carol'), strength: 7, cell: change.cell });
    bob.write('endorse', { member: scid('carol'), strength: 8 });
    bob.write('endorse', { member: scid('carol'), strength: 0 });
    expect(foldCell(bob.book)?.endorsements.map(({ strength }) => strength)).toEqual([7]);
  });

  it('counts for the bridge that it was given over, until it is taken back', () => {
    const [, bob] = maple;
    const given = bob.write('endorse', { member: scid('dave'), strength: 7, cell }, DAY_MS);
    const counted = () => foldCell(bob.book)?.endorsements;
    expect(counted()).toEqual([
      { source: scid('bob'), target: scid('dave'), strength: 7, receipt: given.hash, cell },
    ]);
    bob.write('endorse', { member: scid('dave'), strength: 0, cell });
    expect(counted()).toEqual([]);
    bob.write('endorse', { member: scid('dave'), strength: 9, cell });
    expect(counted()).toHaveLength(1);
    certify([...maple], bridgeTo(elm, 50));
    expect(counted()).toEqual([]);
  });
});
