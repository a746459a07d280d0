import { describe, expect, test } from 'vitest';
import type { JoinStanding } from '#shared/contract/domain/cell.ts';
import { told } from '#shared/contract/errors.ts';
import { says } from '#shared/protocol/saying.ts';
import { dayAndTime } from '#shared/words/format/times.ts';
import { inviterReason, joiningReason, newcomerReason } from '#shared/words/reasons/join-reason.ts';

const MINUTE_MS = 60_000;
const untilMs = Date.UTC(2026, 11, 3, 16, 42);
const ASKING: JoinStanding = { compared: true, state: 'asking', ballot: null, clockAheadMs: null };
const VOTING: JoinStanding = {
  ...ASKING,
  state: 'voting',
  ballot: { waitsFor: ['carol', 'dave'], needed: 1, untilMs },
};
const names = { inviter: 'alice', cell: 'Maple Street' };

describe('What a newcomer waits for', () => {
  test.each<[Partial<JoinStanding>, string]>([
    [{}, 'Waiting for alice to accept.'],
    [{ compared: false }, 'Compare the six words with alice, who has not accepted yet.'],
    [{ compared: false, state: 'accepted' }, 'Compare the six words: alice has accepted and waits for you.'],
    [{ state: 'accepted' }, 'Both sides are ready; the ballot opens now.'],
    [
      { state: 'accepted', clockAheadMs: -90 * MINUTE_MS },
      "Not yet: your clock is 1 h ahead of alice's. Set the one that is wrong; joining goes on by itself.",
    ],
    [{ state: 'admitted', clockAheadMs: 90 * MINUTE_MS }, 'Maple Street has admitted you.'],
  ])('%o', (change, sentence) => {
    expect(newcomerReason({ ...ASKING, ...change }, names)).toBe(sentence);
  });

  test('votes, by name and until when', () => {
    const until = dayAndTime(untilMs);
    expect(newcomerReason(VOTING, names)).toBe(
      `Waiting for the votes of carol and dave: 1 more approval is needed, until ${until}.`,
    );
    const enough = { ...VOTING, ballot: { waitsFor: ['dave'], needed: 0, untilMs } };
    expect(newcomerReason(enough, names)).toBe(
      `Enough members approve. It is counted when the votes of dave are in too, at the latest on ${until}.`,
    );
    const all = { ...VOTING, ballot: { waitsFor: [], needed: 0, untilMs } };
    expect(newcomerReason(all, names)).toBe('All votes are in; the count is being certified.');
  });

  test('in names that cannot draw lines of their own', () => {
    const hostile = { inviter: 'al\nice', cell: 'Maple\u202EStreet' };
    expect(newcomerReason({ ...ASKING, state: 'admitted' }, hostile)).not.toMatch(/[\n\u202E]/);
    expect(newcomerReason(ASKING, hostile)).not.toMatch(/\n/);
  });
});

test('what an inviter waits for', () => {
  const accepted: JoinStanding = { ...ASKING, compared: false, state: 'accepted' };
  expect(inviterReason(accepted, 'bob')).toBe(
    'bob has not compared the words yet. The ballot opens once that is done.',
  );
  expect(inviterReason({ ...accepted, clockAheadMs: 10 * 24 * 60 * MINUTE_MS }, 'bob')).toBe(
    "Not yet: your clock is 10 days behind bob's. Set the one that is wrong; the ballot then opens by itself.",
  );
  expect(inviterReason(VOTING, 'bob')).toContain('carol and dave');
});

test('what keeps a question from being heard is said behind what it waits for, or alone', () => {
  const joining = { cellName: 'Maple Street', inviter: 'alice', words: null, sinceMs: 0 } as const;
  const trouble = told(says('error.root.offlineCannotJoin'));
  const shown = { ...joining, state: 'waiting', standing: ASKING, trouble: null } as const;
  expect(joiningReason(shown)).toBe('Waiting for alice to accept.');
  expect(joiningReason({ ...shown, trouble })).toBe(
    'Waiting for alice to accept. No answer now: You are offline. Go online to join a cell.',
  );
  expect(joiningReason({ ...shown, state: 'refused', standing: null, trouble })).toBe(
    'You are offline. Go online to join a cell.',
  );
});
