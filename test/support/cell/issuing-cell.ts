/** Cells whose members issue: nothing is signed, and digests are made of a number. */
import { type KeyedMember, keyedCell } from './keyed-cell.ts';

export const LIST = '1a1a1a1a-2222-4333-8444-555555555555';
export const OTHER_LIST = '99999999-2222-4333-9444-555555555555';

export function digestsOf(number: number): [string, string] {
  return [`${number}`.padStart(64, '0'), `${number}`.padStart(64, 'f')];
}

export function trio(): [KeyedMember, KeyedMember, KeyedMember] {
  return keyedCell('alice', 'bob', 'carol') as [KeyedMember, KeyedMember, KeyedMember];
}
