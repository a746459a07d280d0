import { generateKeyPairFromSeed, publicKeyFromRaw } from '@libp2p/crypto/keys';
import type { PeerId, PrivateKey } from '@libp2p/interface';
import { peerIdFromPublicKey } from '@libp2p/peer-id';
import type { SigningKey } from '../../crypto/signing-key.ts';
import { didFromPublicKey } from '../../identity/did-key.ts';
import type { Directory, PeerIdentity } from '../../messaging/directory.ts';

/** libp2p's form of a node's key: the same Ed25519 key, so that the Noise handshake proves the DID. */
export function hostKey(key: SigningKey): Promise<PrivateKey> {
  // Not privateKeyFromRaw: it takes 32 bytes for a secp256k1 key.
  return generateKeyPairFromSeed('Ed25519', key.exportSeed());
}

export function peerIdOf(signingKey: Uint8Array): PeerId {
  return peerIdFromPublicKey(publicKeyFromRaw(signingKey));
}

/** The peer with that key, or null. */
export function peerOf(directory: Directory, peerId: PeerId): PeerIdentity | null {
  const text = peerId.toString();
  return directory.peers().find(({ signingKey }) => peerIdOf(signingKey).toString() === text) ?? null;
}

/** The DID of whoever has that key: a peer's, or for a stranger the did:key. Null for other kinds of keys. */
export function didOf(directory: Directory, peerId: PeerId): string | null {
  const peer = peerOf(directory, peerId);
  if (peer !== null) return peer.did;
  return peerId.type === 'Ed25519' ? didFromPublicKey(peerId.publicKey.raw) : null;
}

/** The DID of the peer whose key this was before it was changed, or null. */
export function formerHolder(directory: Directory, peerId: PeerId): string | null {
  const text = peerId.toString();
  const isIt = ({ signingKey }: { signingKey: Uint8Array }): boolean =>
    peerIdOf(signingKey).toString() === text;
  const found = directory.peers().find(({ did, signingKey }) => {
    return !isIt({ signingKey }) && directory.versions(did).some(isIt);
  });
  return found?.did ?? null;
}
