/** Who leaves a cell, and who is taken out by a certificate (docs/protocol.md, "Forks"). */
import { describe, expect, it } from 'vitest';
import { LEAVERS_RULES } from '#shared/protocol/closing/floors.ts';
import { planFor } from '#shared/protocol/closing/next-step.ts';
import { DAY_MS } from '#shared/protocol/limits.ts';
import { foldCell } from '#shared/protocol/state/cell-state.ts';
import { branchOff, partWith } from '../../support/cell/branching-cell.ts';
import { meet } from '../../support/cell/closing-cell.ts';
import {
  certify,
  endOf,
  type KeyedMember,
  keyedCell,
  logOf,
  rekey,
  rest,
} from '../../support/cell/keyed-cell.ts';
import { CAROL, three } from '../../support/cell/rekeyed-cell.ts';

const leaving = (member: KeyedMember): readonly string[] | undefined => foldCell(member.book)?.leaving;
const members = ({ epoch }: KeyedMember): string[] => epoch.members.map(({ alias }) => alias);
const rules = ({ epoch }: KeyedMember) => ({ type: 'rules', rules: epoch.rules }) as const;

function countOut(by: KeyedMember): string {
  const body = by.opening(by.draftOf('Count out who has left'), { type: 'leavers' });
  return by.write('open', { ...body, rules: LEAVERS_RULES }).hash;
}

describe('leaving', () => {
  it.each<[string, (member: KeyedMember, x: string) => void, boolean]>([
    ['for a branch', (carol, x) => void partWith(carol, 'leave', x), true],
    ['for nowhere', (carol) => void partWith(carol, 'leave'), true],
    [
      'and back from there',
      (carol, x) => {
        partWith(carol, 'leave', x);
        partWith(carol, 'stay', x);
      },
      false,
    ],
    [
      'and back from elsewhere',
      (carol, x) => {
        partWith(carol, 'leave', x);
        partWith(carol, 'stay');
      },
      true,
    ],
    [
      'to two, and back from one',
      (carol, x) => {
        partWith(carol, 'leave', x);
        partWith(carol, 'leave');
        partWith(carol, 'stay', x);
      },
      true,
    ],
    [
      'after it stayed',
      (carol, x) => {
        partWith(carol, 'stay', x);
        partWith(carol, 'leave', x);
      },
      true,
    ],
  ])('%s', (_, part, isLeaving) => {
    const [alice, bob, carol] = three();
    const { hash } = branchOff(alice, ['alice', 'carol']);
    meet([alice, bob, carol]);
    part(carol, hash);
    meet([alice, bob, carol]);
    expect(leaving(alice)).toEqual(isLeaving ? [CAROL] : []);
    certify([alice, bob, carol], rules(alice));
    expect(members(alice)).toEqual(isLeaving ? ['alice', 'bob'] : ['alice', 'bob', 'carol']);
  });

  it('needs no vote: any certificate of the slot takes out, whatever its outcome, with the newest leave as end', () => {
    const [alice, bob, carol] = three();
    partWith(carol, 'leave');
    const newest = partWith(carol, 'leave');
    meet([alice, bob, carol]);
    certify([alice, bob, carol], rules(alice), []);
    expect(members(bob)).toEqual(['alice', 'bob']);
    expect(foldCell(bob.book)?.former).toEqual({ [CAROL]: newest.hash });
  });

  it('of all leaves all where they are, and of one who is removed at once it is a removal', () => {
    const [alice, bob] = keyedCell('alice', 'bob') as [KeyedMember, KeyedMember];
    for (const member of [alice, bob]) partWith(member, 'leave');
    meet([alice, bob]);
    certify([alice, bob], rules(alice));
    expect(members(alice)).toEqual(['alice', 'bob']);
    const [one, two, last] = three();
    partWith(last, 'leave');
    meet([one, two, last]);
    const end = endOf(one, 'carol');
    const ballot = certify([one, two, last], { type: 'remove', scid: CAROL, end });
    expect(members(one)).toEqual(['alice', 'bob']);
    expect(one.epoch.ended.get(CAROL)).toEqual({ end, removal: ballot });
  });

  it('is over with an admission: who returned left before it', () => {
    const [alice, bob, carol] = three();
    partWith(carol, 'leave');
    meet([alice, bob, carol]);
    certify([alice, bob, carol], rules(alice));
    certify([alice, bob], { type: 'admit', scid: CAROL, alias: 'carol', didLog: logOf('carol') });
    expect(leaving(alice)).toEqual([]);
    certify([alice, bob], rules(alice));
    expect(members(alice)).toEqual(['alice', 'bob', 'carol']);
    carol.syncFrom(alice);
    for (let times = 0; times < 4; times += 1) {
      expect(carol.code('leave', { cell: null })).toBe('valid');
      partWith(carol, 'leave');
    }
    expect(carol.code('leave', { cell: null })).toBe('again');
  });

  it.each([
    ['on her machine', 1 as const, false],
    ['by her words, her machine being lost', 2 as const, true],
  ])('a thief takes nobody out with the certificate that gives the owner another key %s', (_, by, lost) => {
    const [alice, bob, carol] = three();
    carol.write('note', {});
    meet([alice, bob, carol]);
    const thief = carol.as(1);
    partWith(thief, 'leave');
    meet([alice, bob, thief]);
    expect(leaving(alice)).toEqual([CAROL]);
    certify([alice, bob], rekey('carol', 1, by, lost));
    expect(members(alice)).toEqual(['alice', 'bob', 'carol']);
    expect(leaving(alice)).toEqual([]);
    certify([alice, bob], rules(alice));
    expect(members(alice)).toEqual(['alice', 'bob', 'carol']);
  });
});

describe('counting out', () => {
  it('is opened by somebody else than who leaves, with the rules that are due', () => {
    const [alice, bob, carol] = three();
    const open = (by: KeyedMember, change: object = {}) =>
      by.code('open', {
        ...by.opening(by.draftOf('Count out'), { type: 'leavers' }),
        rules: { ...LEAVERS_RULES, ...change },
      });
    expect(open(alice)).toBe('change');
    partWith(carol, 'leave');
    meet([alice, bob, carol]);
    expect(open(alice)).toBe('valid');
    expect(open(carol)).toBe('change');
    for (const change of [
      { quorum: 2 },
      { threshold: [2, 3] },
      { deadlineMs: 1001 },
      { deadlineMs: 0 },
      { graceMs: 1 },
    ])
      expect(open(alice, change)).toBe('rules');
  });

  it('takes no more than a second, and the computers of who left sign it', () => {
    const [alice, bob, carol] = three();
    for (const member of [bob, carol]) partWith(member, 'leave');
    meet([alice, bob, carol]);
    countOut(alice);
    rest([alice, bob, carol]);
    expect(members(alice)).toEqual(['alice']);
    expect(alice.epoch.number).toBe(3);
  });

  it('waits for another ballot of the slot, but not beyond the deadline of the cell, and not for one of its kind', () => {
    const [alice, bob, carol] = three();
    certify([alice, bob, carol], {
      type: 'rules',
      rules: { ...alice.epoch.rules, deadlineMs: DAY_MS, graceMs: 0 },
    });
    partWith(carol, 'leave');
    meet([alice, bob, carol]);
    const out = countOut(alice);
    const slot = `members/${alice.epoch.number}`;
    const stepAt = (nowMs: number) =>
      planFor({ ...bob.knowledge(nowMs), storedAtMs: () => 0 }, slot, null).step;
    bob.syncFrom(alice);
    countOut(bob);
    expect(stepAt(1500)?.kind).toBe('close');
    const other = alice.propose(rules(alice));
    bob.syncFrom(alice);
    expect(stepAt(1500)).toBeNull();
    expect([out, other]).toContain(stepAt(DAY_MS)?.body.ballot);
  });
});
