#!/bin/sh
# @libp2p/mdns takes an answer for its own if the name in it begins with its own `peerName`, an option of its
# documentation: a node that is called `cell-1` never finds `cell-10`, whose answers it hears, and is found by it. Names
# made at random, as they are by default, have one length, so that nothing shows there.
# The answers are laid out as the libp2p specification of mDNS has them, and sent to the socket of the module.
# Seen with @libp2p/mdns 12.0.32 on Node 24; fails if that changes.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm install --no-audit --no-fund --silent @libp2p/mdns@12.0.32 @libp2p/logger@6.2.13 @libp2p/crypto@5.1.23 \
  @libp2p/peer-id@6.0.15 dns-packet@5.6.1
cat > probe.mjs <<'JS'
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { generateKeyPair } from '@libp2p/crypto/keys';
import { defaultLogger } from '@libp2p/logger';
import { mdns } from '@libp2p/mdns';
import { peerIdFromPrivateKey } from '@libp2p/peer-id';
import { encode } from 'dns-packet';

const SERVICE = '_p2p._udp.local';
const freePort = async () => {
  const socket = createSocket('udp4').bind(0);
  await once(socket, 'listening');
  const { port } = socket.address();
  socket.close();
  await once(socket, 'close');
  return port;
};
const wire = createSocket('udp4').bind(0, '127.0.0.1');
await once(wire, 'listening');
const heard = async (own, others) => {
  const port = await freePort();
  const components = { logger: defaultLogger(), addressManager: { getAddresses: () => [] } };
  const discovery = mdns({ peerName: own, port, interval: 1e8 })(components);
  const names = new Map();
  const found = new Set();
  let rounds = 0;
  await discovery.start();
  const last = new Promise((done) => {
    discovery.addEventListener('peer', ({ detail }) => {
      const name = names.get(`${detail.id}`);
      found.add(name);
      // What came before the second round may have been cut off by the start of the socket.
      if (name === 'other') rounds += 1;
      if (rounds === 2) done();
    });
  });
  const packets = [];
  for (const name of [...others, 'other']) {
    const id = peerIdFromPrivateKey(await generateKeyPair('Ed25519'));
    names.set(`${id}`, name);
    const data = `dnsaddr=/ip4/10.0.0.7/tcp/4001/p2p/${id}`;
    packets.push(
      encode({
        type: 'response',
        answers: [{ name: SERVICE, type: 'PTR', ttl: 120, data: `${name}.${SERVICE}` }],
        additionals: [{ name: `${name}.${SERVICE}`, type: 'TXT', ttl: 120, data }],
      }),
    );
  }
  const again = setInterval(() => {
    for (const packet of packets) wire.send(packet, port, '127.0.0.1');
  }, 20);
  await last;
  clearInterval(again);
  await discovery.stop();
  const all = [...names.values()];
  console.log(`${own} hears ${all}, finds ${all.filter((name) => found.has(name))}`);
};
await heard('cell-1', ['cell-2', 'cell-10']);
await heard('cell-10', ['cell-2', 'cell-1']);
wire.close();
JS
node probe.mjs | tee seen.txt
cat > expected.txt <<'TEXT'
cell-1 hears cell-2,cell-10,other, finds cell-2,other
cell-10 hears cell-2,cell-1,other, finds cell-2,cell-1,other
TEXT
diff expected.txt seen.txt
echo 'still so'
