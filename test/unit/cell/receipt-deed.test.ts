import { describe, expect, it } from 'vitest';
import { Deed } from '#shared/contract/domain/receipt.ts';
import type { Entry } from '#shared/protocol/log/entry.ts';
import { KINDS } from '#shared/protocol/state/kinds.ts';
import { deedOf } from '../../../electron/node/cell/reading/receipt-deed.ts';

const HASH = 'a'.repeat(64);
const OWN = 'c'.repeat(64);
const BOB = `Qm${'b'.repeat(44)}`;
const LADDER = { title: 'Buy a ladder', auto: null };
const GATE = { title: 'Mend the gate', auto: null };
const ELM = { scid: `Qm${'d'.repeat(44)}`, alias: 'dave', key: `z6Mk${'1'.repeat(44)}` };
const NAMES = {
  about: (hash: string) => (hash === HASH ? LADDER : hash === OWN ? GATE : null),
  nameOf: (scid: string) => (scid === BOB ? 'bob' : scid.slice(0, 8)),
  bridgeTo: (cell: string) => (cell === HASH ? { name: 'Elm Street', members: [ELM] } : undefined),
};

function deed(kind: string, body: Record<string, unknown>): Deed {
  return deedOf({ hash: OWN, entry: { kind, body } as Entry }, NAMES);
}

describe('what is told of an entry', () => {
  it.each([
    ['draft', { number: 1, title: 'Mend the gate', text: '' }, { proposal: GATE }],
    ['comment', { proposal: HASH, text: 'Yes' }, { proposal: LADDER }],
    ['review', { proposal: 'b'.repeat(64) }, { proposal: null }],
    ['vote', { ballot: HASH, choice: 'REJECT' }, { proposal: LADDER, choice: 'REJECT' }],
    ['close', { ballot: HASH }, { proposal: LADDER }],
    ['proof', { member: BOB, entries: [HASH, 'b'.repeat(64)] }, { member: 'bob' }],
    ['endorse', { member: BOB, strength: 250 }, { member: 'bob', strength: 250 }],
    ['transfer', { to: BOB, amount: 3, note: 'bread' }, { member: 'bob', amount: 3 }],
    ['endorse', { member: ELM.scid, strength: 250, cell: HASH }, { member: 'dave', strength: 250 }],
    ['statement', { about: 'trust', to: HASH, day: 1, rows: [] }, { to: 'Elm Street' }],
    ['statement', { about: 'trust', to: OWN, day: 1, rows: [] }, { to: null }],
    ['attest', { statement: HASH }, {}],
    ['import', { texts: [`{"entry":{"cell":"${HASH}"}}`, ''] }, { cell: 'Elm Street' }],
    [
      'define',
      { type: 'Ladder', title: 'Ladder', claims: { tall: { type: 'boolean' } } },
      { title: 'Ladder' },
    ],
    ['revoke', { index: 7 }, {}],
    ['restored', {}, {}],
  ])('of kind %s is data, with names for hashes', (kind, body, told) => {
    expect(deed(kind, body)).toEqual({ did: kind, ...told });
    expect(Deed.parse(deed(kind, body))).toEqual(deed(kind, body));
  });

  it('is nothing but that for a kind that this version does not know', () => {
    expect(deed('fork', { name: 'x' })).toEqual({ did: 'other' });
    expect(deed('toString', {})).toEqual({ did: 'other' });
  });

  it.each(Object.keys(KINDS).filter((kind) => kind !== 'restored'))(
    'is nothing but that for a %s that is not written as the rules say',
    (kind) => {
      expect(deed(kind, { title: 7, proposal: 7, ballot: 7, choice: 'MAYBE' })).toEqual({ did: 'unread' });
    },
  );

  it('is nothing but that where a name cannot be found', () => {
    const broken = () => {
      throw new RangeError('no name');
    };
    const entry = { kind: 'vote', body: { ballot: HASH, choice: 'APPROVE' } as object } as Entry;
    expect(deedOf({ hash: OWN, entry }, { ...NAMES, about: broken })).toEqual({ did: 'unread' });
  });
});
