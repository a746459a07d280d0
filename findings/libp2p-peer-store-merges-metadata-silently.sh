#!/bin/sh
# @libp2p/peer-store keeps what `merge` is given as metadata of a peer, but tells no `peer:update` of it: it writes the
# new values into the very map that it then compares the result with, and finds no difference. `patch` tells. Where
# something else changes in the same call the event comes, and its `previous` holds the new metadata for the old one.
# The event is documented for any change of what is stored about a peer.
# Seen with @libp2p/peer-store 12.0.28 on Node 24; fails if that changes.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm install --no-audit --no-fund --silent @libp2p/peer-store@12.0.28 datastore-core@12.0.1 @libp2p/logger@6.2.13 \
  @libp2p/crypto@5.1.23 @libp2p/peer-id@6.0.15 main-event@1.0.5
cat > probe.mjs <<'JS'
import { generateKeyPair } from '@libp2p/crypto/keys';
import { defaultLogger } from '@libp2p/logger';
import { peerIdFromPrivateKey } from '@libp2p/peer-id';
import { persistentPeerStore } from '@libp2p/peer-store';
import { MemoryDatastore } from 'datastore-core';
import { TypedEventEmitter } from 'main-event';

const newId = async () => peerIdFromPrivateKey(await generateKeyPair('Ed25519'));
const events = new TypedEventEmitter();
let updates = [];
events.addEventListener('peer:update', ({ detail }) => updates.push(detail));
const [own, peer] = [await newId(), await newId()];
const store = persistentPeerStore({ peerId: own, datastore: new MemoryDatastore(), events, logger: defaultLogger() });
await store.save(peer, { metadata: { seen: Uint8Array.of(1) } });
const change = async (how, value, tags) => {
  updates = [];
  await store[how](peer, { metadata: { seen: Uint8Array.of(value) }, ...tags });
  const kept = (await store.get(peer)).metadata.get('seen');
  const previous = updates.map((update) => `, previous ${update.previous.metadata.get('seen')}`);
  console.log(`${how} ${value}${tags ? ' and a tag' : ''}: kept ${kept}, ${updates.length} told${previous}`);
};
await change('merge', 2);
await change('patch', 3);
await change('merge', 4, { tags: { relay: { value: 1 } } });
JS
node probe.mjs | tee seen.txt
cat > expected.txt <<'TEXT'
merge 2: kept 2, 0 told
patch 3: kept 3, 1 told, previous 2
merge 4 and a tag: kept 4, 1 told, previous 4
TEXT
diff expected.txt seen.txt
echo 'still so'
