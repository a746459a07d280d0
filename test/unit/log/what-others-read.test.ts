import { afterEach, beforeEach, expect, it } from 'vitest';
import { meet, type RealMember, realCell } from '../../support/cell/real-member.ts';

let members: RealMember[];
let alice: RealMember;
let bob: RealMember;

beforeEach(() => {
  members = realCell();
  [alice, bob] = members as [RealMember, RealMember];
});
afterEach(() => {
  for (const member of members) member.close();
});

it.each([-5000, 0])('what is written by a clock at %d is read by the others', (nowMs) => {
  alice.nowMs = nowMs;
  const { hash } = alice.log.append('note', {});
  meet(alice, bob);
  expect(bob.log.graph.get(hash)?.entry.at).toBe(0);
});

it.each([
  ['too large for an entry', { text: '\u0001'.repeat(11_000) }, 'the limit is 65536'],
  ['nested too deep', { deep: JSON.parse('['.repeat(70) + ']'.repeat(70)) }, 'cannot be signed'],
  ['of a number that is no integer', { half: 0.5 }, 'safe integers'],
])('what is %s is not signed, and its writer is told', (_, body, reason) => {
  const before = alice.log.graph.size;
  expect(alice.log.objection('note', body)?.reason).toContain(reason);
  expect(() => alice.log.append('note', body)).toThrow(reason);
  expect(alice.log.graph.size).toBe(before);
});
