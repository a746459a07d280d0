/** What the fixture's node answers about bridges to other cells. */
import { GhostStackError } from '#shared/contract/errors.ts';
import { says } from '#shared/protocol/saying.ts';
import type { FixtureNode, Handlers } from './fixture-node.ts';

const WORDS = ['subway', 'auto', 'mix', 'response', 'wreck', 'fabric'];
const CARD = { cell: 'c0'.repeat(32), q: 2, members: ['kim', 'lee', 'max'], words: WORDS };

export function bridgeAnswers(node: FixtureNode): Handlers {
  return {
    'bridges.card': () => ({ ...CARD, name: node.slices.cell?.name ?? '', text: '{"v":1}' }),
    'bridges.readCard': ({ card }) => {
      if (!card.startsWith('{')) throw new GhostStackError('malformed', says('error.bridges.noCard'));
      return { ...CARD, name: 'Birch Row', text: card };
    },
    'bridges.propose': () => ({ id: node.slices.proposals[0]?.id ?? '' }),
    'bridges.end': () => ({ id: node.slices.proposals[0]?.id ?? '' }),
    'bridges.statement': () => ({
      ...{ name: 'Elm Street', dayMs: Date.now(), attests: 4, needed: 3 },
      text: '{"texts":[],"v":1}',
    }),
    'bridges.import': () => {
      throw new GhostStackError(
        'refused',
        says('error.bridges.signers', { name: 'Elm Street', signers: 1, needed: 3 }),
      );
    },
  };
}
