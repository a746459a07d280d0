import { useMemo } from 'react';
import type { People } from '#shared/words/format/person-name.ts';
import type { PeerReasonContext } from '#shared/words/reasons/peer-reason.ts';
import { useDashboardState, useNode } from './context.tsx';
import { useNow } from './now.ts';

/** What `peerReason` needs, current to the second; while stale the clock stands where the node was last heard. */
export function usePeerContext(): PeerReasonContext {
  const online = useNode((node) => node.online);
  const network = useNode((node) => node.network);
  const myName = useNode((node) => node.me?.name ?? '');
  const stale = useDashboardState((state) => state.stale);
  const heardAtMs = useDashboardState((state) => state.heardAtMs);
  const ticking = useNow();
  const nowMs = stale ? heardAtMs : ticking;
  return useMemo(() => ({ online, network, myName, nowMs }), [online, network, myName, nowMs]);
}

export function useNames(): ReadonlyMap<string, string> {
  const peers = useNode((node) => node.peers);
  const formerPeers = useNode((node) => node.formerPeers);
  const me = useNode((node) => node.me);
  return useMemo(() => {
    const names = new Map<string, string>();
    for (const { did, name } of formerPeers) names.set(did, name);
    for (const peer of peers) names.set(peer.did, peer.name);
    if (me) names.set(me.did, me.name);
    return names;
  }, [peers, formerPeers, me]);
}

/** Whose names `personName` and `threadName` know. */
export function usePeople(): People {
  const peers = useNode((node) => node.peers);
  const formerPeers = useNode((node) => node.formerPeers);
  return useMemo(() => ({ peers, formerPeers }), [peers, formerPeers]);
}
