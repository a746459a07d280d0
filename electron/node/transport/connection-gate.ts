import type { ConnectionGater, PeerId } from '@libp2p/interface';

/**
 * Lets nobody in but those whom `isAllowed` names, asked anew each time. Inbound, the earliest moment at which the
 * other's key is proven is after the Noise handshake and before any stream.
 */
export function connectionGate(isAllowed: (peerId: PeerId) => boolean): ConnectionGater {
  const deny = (peerId: PeerId): boolean => !isAllowed(peerId);
  return {
    denyDialPeer: deny,
    denyInboundEncryptedConnection: deny,
    denyOutboundEncryptedConnection: deny,
    // Private and loopback addresses are where this network lives.
    denyDialMultiaddr: () => false,
  };
}
