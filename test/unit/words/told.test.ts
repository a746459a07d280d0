import { describe, expect, test } from 'vitest';
import { SayingView, Told } from '#shared/contract/domain/saying.ts';
import { fail } from '#shared/contract/errors.ts';
import { inEnglish, type Saying, type SayingKey, says, sentences } from '#shared/protocol/saying.ts';
import { problemParts } from '#shared/words/reasons/problem-words.ts';
import { failureInWords, sentence } from '#shared/words/sayings.ts';

const crossed = (value: unknown): unknown => JSON.parse(JSON.stringify(value));

const RESTARTS = says('error.host.nodeRestarts', {
  reason: says('error.host.nodeEnded'),
  times: 1,
  limit: 3,
});

describe('a saying', () => {
  test.each<Saying>([
    RESTARTS,
    says('error.host.nodeHangs', { waited: { durationMs: 60_000 } }),
    says('issue.notAmong', { field: 'kind', values: { anyOf: ['a', 'b'] } }),
  ])('$key crosses a border whole', (saying) => {
    expect(SayingView.parse(crossed(saying))).toEqual(saying);
  });

  test.each([
    { key: 3, params: {} },
    { key: 'error.host.nodeEnded' },
    { key: 'x', params: { a: [1] } },
    'text',
  ])('%j is none', (value) => {
    expect(SayingView.safeParse(value).success).toBe(false);
  });

  test('that this build has no words for is named by its key', () => {
    expect(sentence(says('error.of.tomorrow' as SayingKey))).toBe('error.of.tomorrow');
    expect(sentence(says('error.host.nodeHangs'))).toBe('error.host.nodeHangs');
  });

  test('follows another one as the next sentence', () => {
    const said = sentences([
      says('fault.goesOn'),
      says('error.host.nodeEnded'),
      says('error.root.keyLocked'),
    ]);
    expect(inEnglish(said)).toBe(
      'The rest of the node goes on without it. The node ended unexpectedly. The key is locked. Enter your passphrase to sign.',
    );
  });
});

describe('a failure', () => {
  const { error } = fail('internal', RESTARTS);

  test('is said by what it says, and by its English where there are no words for that', () => {
    expect(failureInWords({ ...error, message: 'English' })).toBe(inEnglish(RESTARTS));
    expect(failureInWords({ message: 'English', says: says('error.of.tomorrow' as SayingKey) })).toBe(
      'English',
    );
    expect(failureInWords({ message: 'English', says: says('error.host.nodeRestarts') })).toBe('English');
    expect(failureInWords(Told.parse({ message: 'Stored by an older version' }))).toBe(
      'Stored by an older version',
    );
    expect(failureInWords(null)).toBeNull();
  });

  test('that lasts is shown in the reader’s words, its first sentence above the rest', () => {
    const lasting = says('error.host.nodeGivenUp', { times: 4, reason: 'it is dead' });
    expect(problemParts({ code: 'internal', message: 'English', says: lasting })).toEqual({
      title: 'The node stopped 4 times within a minute (it is dead)',
      text: 'Nothing stored is lost. Quit GhostStack and start it again.',
    });
  });
});
