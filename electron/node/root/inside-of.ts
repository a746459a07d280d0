import type { Inside } from '../doctor/look-at-home.ts';
import type { NodeOptions } from './node-options.ts';
import type { NodeParts } from './node-parts.ts';

/** What a node tells its doctor of itself. */
export function insideOf(parts: NodeParts, options: Pick<NodeOptions, 'network' | 'deviceSecret'>): Inside {
  const { presence, choices, peers, damage } = parts;
  const { session } = presence;
  return {
    isRunning: options.network,
    listening: session && { isOnline: choices.online, addresses: session.addresses() },
    clocks: peers.list().flatMap(({ name, clockAheadMs }) => {
      return clockAheadMs === null ? [] : [{ name, aheadMs: clockAheadMs }];
    }),
    keychainAvailable: options.deviceSecret !== null,
    note: damage.note(),
    counts: countsOf(parts),
  };
}

function countsOf({ cells, messages, peers }: NodeParts): Record<string, number> {
  const view = cells.current;
  return {
    members: view?.epoch()?.members.length ?? 0,
    receipts: view?.log.graph.size ?? 0,
    proposals: view ? cells.shown.proposals().length : 0,
    threads: messages.threads().length,
    waiting: messages.summary().waiting,
    peers: peers.list().length,
  };
}
