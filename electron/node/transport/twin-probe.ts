import { setTimeout as delay } from 'node:timers/promises';
import { generateKeyPair } from '@libp2p/crypto/keys';
import type { PeerId } from '@libp2p/interface';
import { peerIdFromPrivateKey } from '@libp2p/peer-id';
import { multiaddr } from '@multiformats/multiaddr';
import { createHost } from './create-host.ts';
import type { TransportTiming } from './timing.ts';

/** For the one who answers to see who asked. */
const KNOCK_MS = 500;

export interface TwinProbe {
  /** An address of somebody who claims to be this node. */
  readonly address: string;
  readonly self: PeerId;
  readonly timing: TransportTiming;
  /** Told the key with which is asked, before it is asked: if this node itself is asked by it, there is no twin. */
  readonly onKey: (prober: PeerId) => void;
}

/**
 * Whether the holder of this node's own key answers at an address. libp2p refuses to talk to its own key, so a host with
 * a key for this one question asks; the Noise handshake is the proof, and nothing else is said.
 */
export async function provesOwnKey({ address, self, timing, onKey }: TwinProbe): Promise<boolean> {
  const privateKey = await generateKeyPair('Ed25519');
  onKey(peerIdFromPrivateKey(privateKey));
  let proved = false;
  const host = await createHost({
    privateKey,
    listen: [],
    timing,
    gate: {
      denyDialMultiaddr: () => false,
      denyOutboundEncryptedConnection: (peerId) => {
        proved = peerId.equals(self);
        // Not refused here: whoever answers must have the time to learn who asked.
        return false;
      },
    },
  });
  try {
    const signal = AbortSignal.timeout(timing.dialMs);
    await host.dial(multiaddr(`${address}/p2p/${self}`), { signal }).catch(() => undefined);
    if (proved) await delay(KNOCK_MS);
  } finally {
    await host.stop();
  }
  return proved;
}
