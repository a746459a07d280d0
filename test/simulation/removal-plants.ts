/** What was mended in how members leave, planted again. */
import type { Past } from '#shared/protocol/closing/ballot.ts';
import type { Epoch } from '#shared/protocol/closing/epoch.ts';
import type { EntryGraph, GraphNode } from '#shared/protocol/log/entry-graph.ts';
import { NO_WISH } from '../../electron/node/cell/reactions/reaction.ts';
import type { Plant } from './plants.ts';

export const REMOVAL_PLANTS: readonly Plant[] = [
  {
    name: 'the first ripe ballot wins its slot',
    kinds: ['unremovable'],
    modules: {
      'shared/protocol/closing/rival-changes.ts': () => ({ givesWay: () => false }),
    },
  },
  {
    name: 'a removal ends a feed where it likes',
    kinds: ['early end'],
    modules: {
      'shared/protocol/closing/validity.ts': (original) => ({
        openError: (...of: unknown[]) => {
          const invalid = original.openError(...of);
          return invalid?.code === 'end' ? null : invalid;
        },
      }),
    },
  },
  {
    name: 'each epoch forgets whose life had ended',
    kinds: ['old home'],
    modules: {
      'shared/protocol/closing/ended.ts': (original) => ({
        isAfterEnd: (graph: EntryGraph, epoch: Epoch, node: GraphNode, within: Past) =>
          original.isAfterEnd(graph, { ...epoch, lives: readAnew(epoch) }, node, within),
      }),
    },
  },
  {
    name: 'nobody tells the cell of a restore',
    kinds: ['lost later', 'restored'],
    modules: {
      'electron/node/cell/reactions/tell-restore.ts': () => ({ tellRestore: () => NO_WISH }),
    },
  },
];

/** As if only the certificate that began this epoch said what had ended. */
function readAnew({ lives, closes }: Epoch): Epoch['lives'] {
  return lives.map((life) => ({ ...life, closes }));
}
