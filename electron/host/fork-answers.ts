import type { forkCalls } from '#shared/contract/fork-calls.ts';
import type { GhostNode } from '../node/root/node.ts';
import type { Handlers } from './dispatch.ts';

/** The calls about the cells of a home, and about forks. */
export function forkAnswers({ cell: { held, forks } }: GhostNode): Pick<Handlers, keyof typeof forkCalls> {
  return {
    'cells.use': ({ cell }) => held.use(cell),
    'cells.forget': ({ cell }) => held.forget(cell),
    'cells.leave': () => held.leave(),
    'cells.back': () => held.back(),
    'cells.countOut': () => ({ id: held.countOut() }),
    'forks.preview': (ask) => forks.preview(ask),
    'forks.propose': ({ name, ...ask }) => forks.propose(name, ask),
    'forks.go': ({ cell }) => forks.go(cell),
    'forks.stay': ({ cell }) => forks.stay(cell),
  };
}
