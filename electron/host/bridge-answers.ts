import type { bridgeCalls } from '#shared/contract/bridge-calls.ts';
import type { GhostNode } from '../node/root/node.ts';
import type { Handlers } from './dispatch.ts';

/** The calls about bridges to other cells. */
export function bridgeAnswers({ cell: { bridges } }: GhostNode): Pick<Handlers, keyof typeof bridgeCalls> {
  return {
    'bridges.card': () => bridges.card(),
    'bridges.readCard': ({ card }) => bridges.readCard(card),
    'bridges.propose': ({ card, words, days }) => ({ id: bridges.propose(card, words, days) }),
    'bridges.end': ({ cell }) => ({ id: bridges.end(cell) }),
    'bridges.statement': ({ cell }) => bridges.statement(cell),
    'bridges.import': ({ text }) => bridges.import(text),
  };
}
