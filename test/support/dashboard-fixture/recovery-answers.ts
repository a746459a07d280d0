import { GhostStackError } from '#shared/contract/errors.ts';
import { asWritten, says } from '#shared/protocol/saying.ts';
import { WORDS } from './cell-scenarios.ts';
import type { FixtureNode, Handlers } from './fixture-node.ts';
import { SAMPLE_WORDS } from './words-answers.ts';

const HOUR_MS = 3_600_000;
const CODE = 'eyJ2IjoyLCJyZWNvdmVyeSI6dHJ1ZX0.5c1d77aa';

/** Changes of keys and recovery, over sample data: every third word that is no word of the list is named. */
export function recoveryAnswers(node: FixtureNode): Handlers {
  const cell = () => {
    const { cell: shown } = node.slices;
    if (!shown) throw new GhostStackError('not-found', asWritten('This node has no cell yet.'));
    return shown;
  };
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
    'recovery.makeCode': ({ hours }) => {
      const nowMs = Date.now();
      const id = `r${cell().recoveryCodes.length + 1}`;
      const code = {
        id,
        code: CODE,
        url: `ghoststack://recover/${CODE}`,
        createdAtMs: nowMs,
        expiresAtMs: nowMs + hours * HOUR_MS,
        usedBy: null,
        onlyHere: false,
      };
      node.push({ cell: { ...cell(), recoveryCodes: [...cell().recoveryCodes, code] } });
      return code;
    },
    'recovery.withdrawCode': ({ id }) => {
      node.push({ cell: { ...cell(), recoveryCodes: cell().recoveryCodes.filter((one) => one.id !== id) } });
      return null;
    },
    'recovery.answer': ({ id, accept }) => {
      const recoveryRequests = cell().recoveryRequests.flatMap((request) => {
        if (request.id !== id) return [request];
        if (!accept) return [];
        const ballot = { waitsFor: ['dave', 'erin'], needed: 1, untilMs: Date.now() + HOUR_MS };
        return [{ ...request, ...ballot, state: 'voting' as const, answered: true }];
      });
      node.push({ cell: { ...cell(), recoveryRequests } });
      return null;
    },
    'recovery.begin': ({ way }) => {
      // The device's next key is at hand; 24 words are to be typed.
      const names = { cellName: 'Maple Street', name: 'alice', inviter: 'carol', words: WORDS };
      const nobody = { cellName: null, name: null, inviter: null, words: null };
      node.push({
        recovering: {
          ...(way === 'device' ? { ...names, state: 'comparing' } : { ...nobody, state: 'words' }),
          standing: null,
          trouble: null,
          sinceMs: Date.now(),
        },
      });
      return null;
    },
    'recovery.giveWords': ({ text }) => {
      const { recovering } = node.slices;
      requireWords(text);
      if (recovering)
        node.push({
          recovering: {
            ...recovering,
            state: 'comparing',
            cellName: 'Maple Street',
            name: 'alice',
            inviter: 'carol',
            words: WORDS,
          },
        });
      return null;
    },
    'recovery.confirmWords': ({ same }) => {
      const { recovering } = node.slices;
      if (recovering)
        node.push({
          recovering: {
            ...recovering,
            state: same ? 'waiting' : 'refused',
            standing: same ? { state: 'asking', ballot: null } : null,
            trouble: same ? null : { message: 'The six words differ.', says: says('error.join.wordsDiffer') },
          },
        });
      return null;
    },
    'recovery.cancel': () => {
      node.push({ recovering: null });
      return null;
    },
  };
}
