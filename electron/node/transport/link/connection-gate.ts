import type { ConnectionGater, PeerId } from '@libp2p/interface';

/** Asked anew for every connection, in each direction. */
export interface GateRules {
  readonly mayDial: (peerId: PeerId) => boolean;
  /** `address` is the IP that the other connects from. */
  readonly mayEnter: (peerId: PeerId, address: string) => boolean;
}

/**
 * Lets nobody in but those whom the rules name. Inbound, the earliest moment at which the other's key is proven is
 * after the Noise handshake and before any stream.
 */
export function connectionGate({ mayDial, mayEnter }: GateRules): ConnectionGater {
  return {
    denyDialPeer: (peerId) => !mayDial(peerId),
    denyOutboundEncryptedConnection: (peerId) => !mayDial(peerId),
    denyInboundEncryptedConnection: (peerId, { remoteAddr }) =>
      !mayEnter(peerId, remoteAddr.getComponents()[0]?.value ?? ''),
    // Private and loopback addresses are where this network lives.
    denyDialMultiaddr: () => false,
  };
}
