import { expect, test } from 'vitest';
import type { Cell, JoinRequest } from '#shared/contract/domain/cell.ts';
import { dayAndTime } from '#shared/words/format/times.ts';
import { requestLine } from '../../../electron/headless/commands/joins.ts';

const untilMs = Date.UTC(2026, 11, 3, 16, 42);
const VOTING: JoinRequest = {
  scid: 'QmCarol',
  name: 'carol',
  inviter: 'alice',
  words: null,
  compared: true,
  clockAheadMs: null,
  receivedAtMs: 0,
  state: 'voting',
  ballot: 'b',
  waitsFor: ['bob', 'dave'],
  needed: 1,
  untilMs,
  answered: false,
};

function cellOf(mine: string): Pick<Cell, 'members'> {
  return { members: [{ name: mine, me: true }] } as unknown as Pick<Cell, 'members'>;
}

test('who asks to join is told of with what is missing, and a member whose vote is missing how to give it', () => {
  const waits = `carol: the vote is open. Waiting for the votes of bob and dave: 1 more approval is needed, until ${dayAndTime(untilMs)}.`;
  expect(requestLine(VOTING, cellOf('alice'))).toBe(waits);
  expect(requestLine(VOTING, cellOf('bob'))).toMatch(
    /needed, until .+\. Your vote is missing: (?:npx )?ghoststack accept carol$/,
  );
  expect(requestLine({ ...VOTING, name: 'carol b' }, cellOf('bob'))).toMatch(/accept 'carol b'$/);
  expect(requestLine({ ...VOTING, state: 'refused' }, cellOf('bob'))).not.toContain('Your vote');
  const asking: JoinRequest = { ...VOTING, state: 'asking', waitsFor: [], untilMs: null, words: ['toast'] };
  expect(requestLine(asking, cellOf('bob'))).toBe('carol: asking. Words: toast');
});
