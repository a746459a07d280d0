import { GhostStackError } from '#shared/contract/errors.ts';
import { says } from '#shared/protocol/saying.ts';
import type { FixtureNode, Handlers } from './fixture-node.ts';
import { SAMPLE_WORDS } from './words-answers.ts';

/** Changes of keys over sample data: a word that is not among the samples is named by its place. */
export function recoveryAnswers(node: FixtureNode): Handlers {
  const requireWords = (text: string): void => {
    const wrong = text.split(' ').findIndex((word) => !SAMPLE_WORDS.includes(word.toLowerCase()));
    if (wrong >= 0)
      throw new GhostStackError('invalid-argument', says('error.words.unknown', { number: wrong + 1 }));
  };
  return {
    'identity.changeKey': ({ words }) => {
      if (words !== undefined) requireWords(words);
      return { id: node.slices.proposals[0]?.id ?? '' };
    },
  };
}
