import { GhostStackError } from '#shared/contract/errors.ts';
import { asWritten } from '#shared/protocol/saying.ts';
import type { FixtureNode, Handlers } from './fixture-node.ts';

/** Words of the list, told apart by their place: none of them opens anything. */
export const SAMPLE_WORDS =
  'abandon ability able about above absent absorb abstract absurd abuse access accident account accuse achieve acid acoustic acquire across act action actor actress actual'.split(
    ' ',
  );
const ASKED = [4, 11, 20];
const WEEK_MS = 7 * 86_400_000;

/** The recovery words of a node whose passphrase is "correct horse". */
export function wordsAnswers(node: FixtureNode): Handlers {
  return {
    'words.show': ({ passphrase }) => {
      if (node.slices.me?.keyProtection === 'passphrase' && passphrase !== 'correct horse')
        throw new GhostStackError('wrong-passphrase', asWritten('The passphrase does not open this key.'));
      return { words: SAMPLE_WORDS, asked: ASKED };
    },
    'words.check': ({ answers }) => {
      const wrong = answers.flatMap(({ place, word }) =>
        SAMPLE_WORDS[place - 1] === word.trim().toLowerCase() ? [] : [place],
      );
      if (wrong.length === 0) node.push({ recoveryWords: { state: 'forgotten', remindAtMs: null } });
      return { wrong };
    },
    'words.later': () => {
      node.push({ recoveryWords: { state: 'here', remindAtMs: Date.now() + WEEK_MS } });
      return null;
    },
  };
}
