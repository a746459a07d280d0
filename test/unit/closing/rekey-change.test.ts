/** Changes of keys by ballot, and what becomes of a member by one (docs/protocol.md, "Keys that change"). */
import { describe, expect, it } from 'vitest';
import { baseOf, versionOf } from '#shared/protocol/closing/epoch.ts';
import { ballotState } from '#shared/protocol/closing/proposal-state.ts';
import { foldCell } from '#shared/protocol/state/cell-state.ts';
import { meet } from '../../support/cell/closing-cell.ts';
import { scid } from '../../support/cell/feed-writer.ts';
import {
  certify,
  endOf,
  type KeyedMember,
  keyedCell,
  logOf,
  type RekeyChange,
  rekey,
  rest,
  version,
} from '../../support/cell/keyed-cell.ts';
import { three } from '../../support/cell/rekeyed-cell.ts';

describe('the open of a rekey', () => {
  it.each<[string, RekeyChange, string]>([
    ['by the device', rekey('carol', 1, 1), 'valid'],
    ['by the words, the machine being there', rekey('carol', 1, 2), 'valid'],
    ['by the words, the machine being lost', rekey('carol', 1, 2, true), 'valid'],
    ['by the device, which says that it is lost', rekey('carol', 1, 1, true), 'recovery'],
    ['that leaves out a version', rekey('carol', 2, 1), 'recovery'],
    ['that brings what the cell has', rekey('carol', 0, 1), 'recovery'],
    ['of who is no member', rekey('dave', 1, 1), 'change'],
    ['of who is no member, by a device that is lost', rekey('dave', 1, 1, true), 'change'],
    ['without versions', { ...rekey('carol', 1, 1), versions: [] }, 'body'],
    [
      'with three of them',
      { ...rekey('carol', 1, 2), versions: [2, 3, 4].map((n) => version('carol', n)) },
      'body',
    ],
  ])('%s is judged', (_, change, code) => {
    const [alice] = three();
    expect(alice.code('open', alice.opening(alice.draftOf('Change a key'), change))).toBe(code);
  });

  it('is held to deadline and grace of the cell, and judged by all rules of an open before', () => {
    const [alice] = keyedCell('alice') as [KeyedMember];
    certify([alice], {
      type: 'rules',
      rules: { ...alice.epoch.rules, deadlineMs: 2000, graceMs: 100 },
    });
    const proposal = alice.draftOf('Change a key');
    const body = alice.opening(proposal, rekey('dave', 1, 1, true));
    const least = body.rules as object;
    const code = (rules: object, more = {}) =>
      alice.code('open', { ...body, rules: { ...least, ...rules }, ...more });
    expect(code({ deadlineMs: 0 })).toBe('rules');
    expect(code({ graceMs: 99 })).toBe('rules');
    expect(code({}, { attempt: 2 })).toBe('attempt');
    expect(code({})).toBe('change');
  });
});

describe('the next epoch', () => {
  it.each<[string, RekeyChange, number, number]>([
    ['by the device', rekey('carol', 1, 1), 2, 0],
    ['by the words', rekey('carol', 1, 2), 3, 0],
    ['after a loss', rekey('carol', 1, 2, true), 3, 1],
  ])('has a member that changed its key %s', (_, change, versions, base) => {
    const [alice, bob, carol] = three();
    carol.write('note', {});
    certify([alice, bob, carol], change);
    const { epoch } = alice;
    expect([versionOf(epoch, scid('carol')), baseOf(epoch, scid('carol'))]).toEqual([versions, base]);
    expect(epoch.members.map((member) => member.scid)).toEqual(['alice', 'bob', 'carol'].map(scid));
    expect(foldCell(alice.book)?.members[2]).toMatchObject({ version: `${versions}-carol`, base });
    expect(foldCell(alice.book)?.certifiedBy).toBe(epoch.certifiedBy);
  });

  it('has a base above every generation that its certificate knew, and 1 where it knew none', () => {
    const [alice, bob] = three();
    certify([alice, bob], rekey('carol', 1, 2, true));
    expect(baseOf(alice.epoch, scid('carol'))).toBe(1);
    const [one, two, other] = three();
    two.put('restored', {}, { gen: 5, seq: 0 });
    meet([one, two, other]);
    certify([one, other], rekey('bob', 1, 2, true));
    expect(baseOf(one.epoch, scid('bob'))).toBe(6);
  });

  it('leaves everything as it was where the ballot failed', () => {
    const [alice, bob, carol] = three();
    const { number } = alice.epoch;
    certify([alice, bob, carol], rekey('carol', 1, 2, true), [alice]);
    expect(alice.epoch).toMatchObject({ number: number + 1 });
    expect(versionOf(alice.epoch, scid('carol'))).toBe(1);
  });
});

describe('a former member', () => {
  const removed = () => {
    const [alice, bob, old] = three();
    certify([alice, bob], rekey('carol', 1, 2, true));
    const carol = old.as(3, { lost: true });
    carol.syncFrom(alice);
    carol.write('restored', {});
    meet([alice, bob, carol]);
    certify([alice, bob], { type: 'remove', scid: scid('carol'), end: endOf(alice, 'carol') });
    return { alice, bob };
  };
  const admit = (didLog: ReturnType<typeof logOf>) =>
    ({ type: 'admit', scid: scid('carol'), alias: 'carol', didLog }) as const;

  it.each([
    ['the log that the cell has', logOf('carol', 3), 'valid'],
    ['a longer one', logOf('carol', 4), 'valid'],
    ['a shorter one', logOf('carol', 2), 'admission'],
    ['another one', [...logOf('carol', 2), version('dave', 3)], 'admission'],
  ])('comes back with %s', (_, didLog, code) => {
    const { alice } = removed();
    expect(alice.epoch.members).toHaveLength(2);
    expect(alice.epoch.logs.get(scid('carol'))?.didLog).toHaveLength(3);
    expect(alice.code('open', alice.opening(alice.draftOf('Admit carol'), admit(didLog)))).toBe(code);
  });

  it.each([
    [3, 1],
    [4, 2],
  ])('goes on with %s versions above base %s', (versions, base) => {
    const { alice, bob } = removed();
    certify([alice, bob], admit(logOf('carol', versions)));
    expect(versionOf(alice.epoch, scid('carol'))).toBe(versions);
    expect(baseOf(alice.epoch, scid('carol'))).toBe(base);
  });
});

it('one certificate of two opens that bring the same versions makes them once', () => {
  const [alice, bob, carol] = three();
  const first = alice.propose(rekey('carol', 1, 1));
  const second = bob.propose(rekey('carol', 1, 1));
  meet([alice, bob, carol]);
  for (const ballot of [first, second]) for (const member of [alice, bob, carol]) member.approve(ballot);
  rest([alice, bob, carol]);
  expect(versionOf(alice.epoch, scid('carol'))).toBe(2);
  expect([first, second].map((ballot) => ballotState(alice.book, ballot).state).sort()).toEqual([
    'passed',
    'superseded',
  ]);
});
