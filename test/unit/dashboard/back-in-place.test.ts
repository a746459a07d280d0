import { expect, test } from 'vitest';
import { isBackInPlace, ownKeyVersion } from '#shared/contract/domain/back-in-place.ts';
import type { Cell } from '#shared/contract/domain/cell.ts';
import type { Recovering } from '#shared/contract/domain/recovery.ts';
import { says, sentences } from '#shared/protocol/saying.ts';
import { isBack } from '../../../renderer/state/back-again.ts';
import { endsOf } from '../../../renderer/state/cell.ts';
import { streetCell, streetReceipts } from '../../support/dashboard-fixture/street-cell.ts';

const NOW_MS = new Date(2026, 4, 14, 12).getTime();
const cell = streetCell(streetReceipts(NOW_MS), NOW_MS);
const CHANGED = says('error.barred.keyChanged');

function known(version: number, signingBarred: Cell['signingBarred'] = null): Cell {
  const key = { version, sinceMs: NOW_MS, by: 'words' } as const;
  return {
    ...cell,
    signingBarred,
    members: cell.members.map((one) => (one.me ? { ...one, key } : one)),
  };
}

const recovering: Recovering = {
  cellName: cell.name,
  name: 'alice',
  inviter: 'carol',
  words: null,
  state: 'waiting',
  standing: null,
  trouble: null,
  sinceMs: NOW_MS,
};

test('a home comes back where it is once the cell has another key of it and it may sign, by nothing less', () => {
  const before = known(3, CHANGED);
  expect(ownKeyVersion(before)).toBe(3);
  // It stopped asking; somebody else came back in its place; it signs again under the key that it had.
  expect(isBackInPlace(before, 3)).toBe(false);
  expect(isBackInPlace(known(5, CHANGED), 3)).toBe(false);
  expect(isBackInPlace(known(3), 3)).toBe(false);
  expect(isBackInPlace(known(5), 3)).toBe(true);
  const former = { ...cell, members: cell.members.map((one) => ({ ...one, me: false })) };
  expect([ownKeyVersion(null), ownKeyVersion(former), isBackInPlace(former, 3)]).toEqual([null, null, false]);
});

test('what is told as come back is what was asked for: a new home by its cell, one that stayed by its key', () => {
  expect(isBack({ recovering, versionBefore: null }, known(1))).toBe(true);
  expect(isBack({ recovering, versionBefore: 3 }, known(3))).toBe(false);
  expect(isBack({ recovering, versionBefore: 3 }, known(5))).toBe(true);
  expect(isBack({ recovering: { ...recovering, name: 'bob' }, versionBefore: null }, known(5))).toBe(false);
  expect(isBack({ recovering: { ...recovering, cellName: 'Elm' }, versionBefore: 3 }, known(5))).toBe(false);
});

test('a home that may not sign is offered what ends that: its words, its say-so, both, or neither in vain', () => {
  const told = (key: 'keyTold' | 'keyUnwritten' | 'untilAnswered') =>
    sentences([says('error.barred.older'), says(`error.barred.${key}`)]);
  expect(endsOf(CHANGED)).toEqual({ words: true, device: false, resume: false });
  expect(endsOf(told('keyUnwritten'))).toEqual({ words: true, device: false, resume: false });
  expect(endsOf(told('keyTold'))).toEqual({ words: true, device: false, resume: true });
  expect(endsOf(says('error.twin.proved', { address: 'x' }))).toEqual({
    words: true,
    device: true,
    resume: true,
  });
  expect(endsOf(told('untilAnswered'))).toEqual({ words: false, device: false, resume: true });
});
