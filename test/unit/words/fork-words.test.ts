/** What people read of forks and of the cells of a home: who, how many, and why. */
import { describe, expect, test } from 'vitest';
import type { ForkProposal } from '#shared/contract/domain/fork.ts';
import { speaking } from '#shared/words/language.ts';
import {
  forkAnswers,
  forkBehind,
  forkCautions,
  forkStanding,
  forkTakes,
  forkTitle,
  offerWords,
} from '#shared/words/reasons/fork-words.ts';
import {
  cellNote,
  cellReason,
  departureDetail,
  departureGroups,
  departureLine,
} from '#shared/words/reasons/held-cell-words.ts';
import '#shared/words/catalogues.ts';
import { SAMPLE_DAY_MS, sampleDeparture, sampleFork, sampleHeld } from '../../support/sample-forks.ts';

const NOW = SAMPLE_DAY_MS;
const DAY = 86_400_000;

function fork(change: Partial<ForkProposal> = {}, names?: readonly string[], me?: string): ForkProposal {
  return sampleFork(change, names, me);
}

describe('a fork', () => {
  test('names its founder, the others and the reader', () => {
    expect(forkTitle(fork())).toBe('bob leaves for Maple Street 2 and asks carol and you along');
    expect(forkTitle(fork({}, ['alice', 'bob', 'carol'], 'bob'))).toBe(
      'You leave for Maple Street 2 and ask alice and carol along',
    );
    expect(forkTitle(fork({}, ['bob'], 'bob'))).toBe('You leave for Maple Street 2 alone');
  });

  test.each([
    [['bob'], ['alice', 'carol'], 'bob has entered, carol and you have not answered.'],
    [['alice', 'bob'], ['carol'], 'bob and you have entered, carol has not answered.'],
    [['alice', 'bob', 'carol'], ['dave'], 'bob, carol and you have entered, dave has not answered.'],
    [['alice'], ['bob', 'carol'], 'You have entered, bob and carol have not answered.'],
    [['bob', 'carol'], ['alice'], 'bob and carol have entered, you have not answered.'],
    [['alice', 'bob', 'carol'], [], 'all have entered.'],
  ])('says who has entered: %j, not %j', (entered, awaited, said) => {
    expect(forkAnswers(fork({ entered, awaited }))).toBe(`Maple Street 2: ${said}`);
  });

  test('says what tokens go along, and what came later', () => {
    const { carried } = fork();
    const mine = (balance: number, balanceHere: number) => ({
      ...carried,
      members: carried.members.map((one) => ({ ...one, balance, balanceHere })),
    });
    expect(forkTakes(carried)).toBe('You take 95 of your 115 tokens: 20 came later.');
    expect(forkTakes(mine(115, 115))).toBe('You take your 115 tokens along.');
    expect(forkTakes(mine(115, 95))).toBe('You take 115 tokens along; 95 are left here since.');
    expect(forkTakes(mine(-5, -5))).toBe('You take your -5 tokens along.');
    expect(forkTakes({ ...carried, members: [] })).toBe('');
  });

  test('says what stays behind, and whose', () => {
    expect(forkBehind(fork())).toBe('No receipt came after it.');
    expect(forkBehind(fork({ behind: { receipts: 1, mine: 1 } }))).toBe(
      'One receipt came after it and stays behind, 1 of them yours.',
    );
    expect(forkBehind(fork({ behind: { receipts: 1200, mine: 0 } }))).toMatch(/^1\u2009200 receipts came/);
  });

  test('warns of another clock, of two versions, and of two counts', () => {
    const follows = [{ slot: 's', key: 'k', label: 'P-14', outcome: 'passed' }];
    const { carried } = fork();
    expect(
      forkCautions(
        fork({
          daysAhead: -3,
          forked: ['carol'],
          removed: ['alice', 'carol'],
          carried: { ...carried, follows },
        }),
      ),
    ).toEqual([
      'bob’s clock is 3 days behind.',
      'carol signed two versions of one receipt.',
      'alice and carol were removed from Maple Street by a vote since.',
      'Of P-14 it follows: passed.',
    ]);
    expect(forkCautions(fork())).toEqual([]);
  });

  test.each([
    [{ state: 'over', over: { why: 'stays', by: 'dave' } }, 'Over: dave stays.'],
    [{ state: 'over', over: { why: 'newer', by: 'bob' } }, 'Over: bob proposed another one.'],
    [{ state: 'declined' }, 'You stay in Maple Street.'],
    [
      { state: 'crossed', over: { why: 'stays', by: 'carol' } },
      'It lives all the same: the answer of carol crossed. Nothing is lost if you stay.',
    ],
  ] as const)('says how it stands: %j', (change, said) => {
    expect(forkStanding(fork(change))).toBe(said);
  });

  test('says the same in German, with the reader in its place', () => {
    speaking('de', () => {
      expect(forkTitle(fork())).toBe(
        'bob geht nach Maple Street 2 und fragt carol und dich, ob ihr mitkommt',
      );
      expect(forkAnswers(fork({ entered: ['alice', 'bob'], awaited: ['carol'] }))).toBe(
        'Maple Street 2: bob und du seid beigetreten, von carol fehlt die Antwort.',
      );
    });
  });
});

const held = sampleHeld;
const gone = sampleDeparture;

test('too few are offered to fork together, and whoever is left alone to leave alone', () => {
  const offer = { why: 'quorum' as const, about: 'Maple Street', proposal: null, untilMs: null };
  expect(offerWords({ ...offer, suggested: ['b'] })).toBe(
    'Those who are left are too few to decide. Fork with them: in the new cell they are enough.',
  );
  expect(offerWords({ ...offer, suggested: [] })).toMatch(/^You alone are left/);
});

describe('a cell of a home', () => {
  test('says in a few words how it stands', () => {
    expect(cellNote(held())).toBe('5 members');
    expect(cellNote(held({ standing: 'leaving' }))).toBe('you are leaving');
    const kept = held({ isLive: false, standing: 'leaving', departures: [gone('dave'), gone('bob')] });
    expect(cellNote(kept)).toBe('kept, 3 of 5 still there');
    const out = held({
      isLive: false,
      standing: 'left',
      members: kept.members.slice(0, 3),
      departures: [gone('dave', { isCountedOut: true }), gone('erin', { isCountedOut: true }), gone('bob')],
    });
    expect(cellNote(out)).toBe('kept, 2 of 5 still there');
    expect(cellNote(held({ isLive: false, standing: 'unread', members: [] }))).toMatch(/nothing of it/);
  });

  test('says why it is kept, and until when', () => {
    const kept = held({
      isLive: false,
      standing: 'leaving',
      departures: [gone('dave', { me: true })],
      keptUntilMs: NOW + 28 * DAY,
    });
    expect(cellReason(kept, NOW)).toBe(
      'You left for Maple Street 2 on 12 May. This computer goes on counting there until you are counted out. ' +
        'Kept in touch with until 11 Jun 2026; readable after that.',
    );
    expect(cellReason({ ...kept, standing: 'removed', keptUntilMs: NOW - 1 }, NOW)).toBe(
      'You were removed by a vote. Not kept in touch with any more. It stays readable.',
    );
    expect(cellReason(held(), NOW)).toBe('');
  });

  test('tells who stays who went where, together', () => {
    const cell = held({
      departures: [
        gone('alice'),
        gone('bob', { atMs: NOW - DAY }),
        gone('erin', { to: null, isCountedOut: true }),
      ],
    });
    const [branch, alone] = departureGroups(cell);
    if (!branch || !alone) throw new Error('two groups');
    expect(departureLine(branch)).toBe('alice and bob left for Maple Street 2 on 13 May');
    expect(departureDetail(branch, cell)).toBe(
      'Their computers count here until they are counted out. You stay with carol and erin in Maple Street.',
    );
    expect(departureLine(alone)).toBe('erin left on 12 May');
    expect(departureDetail(alone, cell)).toMatch(/^Counted out since\./);
    expect(departureGroups(held({ departures: [gone('dave', { me: true })] }))).toEqual([]);
  });
});
