#!/bin/sh
# A libp2p node that is stopped closes its connections and tells `connection:close`, but never `peer:disconnect`,
# whose documentation promises it for every way in which a peer goes. Its connection manager takes its own listener
# away before it closes anything. The node at the other end tells both. A list of peers that is kept by these two events
# goes on naming those who were there when the node was stopped, also after it has been started again.
# Seen with libp2p 3.3.11, @libp2p/memory 2.0.15, @libp2p/plaintext 3.0.26 and @libp2p/yamux 8.0.3 on Node 24; fails
# if that changes.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm install --no-audit --no-fund --silent libp2p@3.3.11 @libp2p/memory@2.0.15 @libp2p/plaintext@3.0.26 \
  @libp2p/yamux@8.0.3
cat > probe.mjs <<'JS'
import { memory } from '@libp2p/memory';
import { plaintext } from '@libp2p/plaintext';
import { yamux } from '@libp2p/yamux';
import { createLibp2p } from 'libp2p';

const node = (listen) =>
  createLibp2p({
    addresses: { listen },
    transports: [memory()],
    connectionEncrypters: [plaintext()],
    streamMuxers: [yamux()],
    connectionMonitor: { enabled: false },
  });
const counted = (host) => {
  const told = { 'peer:connect': 0, 'connection:close': 0, 'peer:disconnect': 0 };
  for (const name of Object.keys(told)) {
    host.addEventListener(name, () => {
      told[name] += 1;
    });
  }
  return () => `${Object.entries(told).map(([name, times]) => `${name} ${times}`)}`;
};
const told = (host, name) => new Promise((done) => host.addEventListener(name, done, { once: true }));

const [stays, stops] = [await node(['/memory/stays']), await node([])];
const ofStays = counted(stays);
const ofStops = counted(stops);
for (let life = 0; life < 2; life += 1) {
  if (life > 0) await stops.start();
  const gone = told(stays, 'peer:disconnect');
  await stops.dial(stays.getMultiaddrs());
  await stops.stop();
  await gone;
}
await stops.start();
console.log(`after two stops, of ${stops.getPeers().length} peers connected now`);
console.log(`the node that was stopped: ${ofStops()}`);
console.log(`the node that stayed: ${ofStays()}`);
await Promise.all([stays.stop(), stops.stop()]);
JS
node probe.mjs | tee seen.txt
cat > expected.txt <<'TEXT'
after two stops, of 0 peers connected now
the node that was stopped: peer:connect 2,connection:close 2,peer:disconnect 0
the node that stayed: peer:connect 2,connection:close 2,peer:disconnect 2
TEXT
diff expected.txt seen.txt
echo 'still so'
