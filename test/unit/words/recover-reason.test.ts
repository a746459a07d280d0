import { describe, expect, test } from 'vitest';
import type { Recovering, RecoveryRequest } from '#shared/contract/domain/recovery.ts';
import { says } from '#shared/protocol/saying.ts';
import { proposalTitle } from '#shared/words/reasons/proposal-title.ts';
import { recoveringReason, recoveryRequestReason } from '#shared/words/reasons/recover-reason.ts';

const UNTIL = new Date(2026, 4, 15, 20, 0).getTime();
const recovering = (change: Partial<Recovering>): Recovering => ({
  cellName: 'Maple Street',
  name: 'bob',
  inviter: 'carol',
  words: null,
  state: 'waiting',
  standing: null,
  trouble: null,
  sinceMs: 0,
  ...change,
});

describe('what a machine that comes back waits for', () => {
  test.each<[Partial<Recovering>, RegExp]>([
    [{ state: 'words', inviter: null }, /Nothing is told of you before your words are right/],
    [{ state: 'comparing' }, /^Compare with carol/],
    [{ state: 'comparing', inviter: null }, /^Compare with the member/],
    [{}, /^Waits until carol lets you ask the others/],
    [
      { standing: { state: 'voting', ballot: { waitsFor: ['dave', 'erin'], needed: 1, untilMs: UNTIL } } },
      /^Waits for dave and erin, until/,
    ],
    [{ standing: { state: 'voting', ballot: { waitsFor: [], needed: 0, untilMs: UNTIL } } }, /being counted/],
    [
      { state: 'refused', trouble: { message: 'x', says: says('error.recovery.fellowRefused') } },
      /^The member that you asked refused/,
    ],
    [
      { state: 'connecting', trouble: { message: 'x', says: says('error.recovery.connecting') } },
      /^Connecting to the member/,
    ],
  ])('%o', (change, said) => {
    expect(recoveringReason(recovering(change), UNTIL - 1)).toMatch(said);
  });

  test('is the same for the member that was asked, and a name hides nothing', () => {
    const request = { name: 'b\u202eob', waitsFor: [], untilMs: null } as unknown as RecoveryRequest;
    expect(recoveryRequestReason(request, UNTIL - 1)).toMatch(/^The ballot opens as soon as b⟨U\+202E⟩ob/);
    const voting = { ...request, waitsFor: ['dave'], untilMs: UNTIL };
    expect(recoveryRequestReason(voting, UNTIL - 1)).toMatch(/^Waits for dave, until/);
    expect(recoveryRequestReason(voting, UNTIL + 1)).toMatch(/^The time to vote is over.* dave is here\.$/);
    expect(recoveryRequestReason({ ...voting, state: 'differ' }, UNTIL)).toMatch(
      /reads other words than these/,
    );
  });
});

test('a ballot on a key is called by who asks, and by what', () => {
  const auto = { code: 'rekey', params: { name: 'bob' } } as const;
  const title = 'Change the key of bob';
  const rekey = { scid: 'Qm', name: 'bob', lost: true, warnings: [] };
  expect(proposalTitle({ title, auto })).toBe(title);
  expect(proposalTitle({ title, auto, rekey: { ...rekey, by: 'words' } })).toBe(
    'bob asks for a new key, by recovery words',
  );
  expect(proposalTitle({ title, auto, rekey: { ...rekey, by: 'device' } })).toBe(
    'bob asks for a new key, by the device',
  );
  // A title that says something else is shown as it was written.
  expect(proposalTitle({ title: 'Nothing', auto: null, rekey: { ...rekey, by: 'words' } })).toBe('Nothing');
});
