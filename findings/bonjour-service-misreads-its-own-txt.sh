#!/bin/sh
# bonjour-service does not read back the TXT record that it writes: an empty value comes as another key (an empty
# `path` as `path=` without a value), and a value ends at its first line break. RFC 6763 allows both: `key=` is a key
# whose value is empty (§6.4), and a value is any bytes (§6.5). What is written is right; the part that reads
# splits at an equals sign that something on the same line follows.
# One instance's records are sent to the socket of another one that looks for them.
# Seen with bonjour-service 1.4.4 and dns-packet 5.6.1 on Node 24; fails if that changes.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm install --no-audit --no-fund --silent bonjour-service@1.4.4 dns-packet@5.6.1
cat > probe.mjs <<'JS'
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { Bonjour } from 'bonjour-service';
import { encode } from 'dns-packet';

const freePort = async () => {
  const socket = createSocket('udp4').bind(0);
  await once(socket, 'listening');
  const { port } = socket.address();
  socket.close();
  await once(socket, 'close');
  return port;
};
const txt = { role: 'relay', path: '', note: 'first\nsecond' };
const port = await freePort();
const [offers, looks] = [new Bonjour({ port: await freePort() }), new Bonjour({ port })];
const service = offers.publish({ name: 'cell', type: 'example', port: 4001, probe: false, txt });
const packet = encode({ type: 'response', answers: service.records() });
const wire = createSocket('udp4').bind(0, '127.0.0.1');
await once(wire, 'listening');
const found = once(looks.find({ type: 'example' }), 'up');
const again = setInterval(() => wire.send(packet, port, '127.0.0.1'), 20);
const [{ name, rawTxt, txt: read }] = await found;
clearInterval(again);
console.log(`${name} offers ${JSON.stringify(txt)}`);
console.log(`on the wire: ${JSON.stringify(rawTxt.map(String))}`);
console.log(`read: ${JSON.stringify(Object.entries(read))}`);
wire.close();
offers.destroy();
looks.destroy();
JS
node probe.mjs | tee seen.txt
cat > expected.txt <<'TEXT'
cell offers {"role":"relay","path":"","note":"first\nsecond"}
on the wire: ["role=relay","path=","note=first\nsecond"]
read: [["role","relay"],["path=",null],["note","first"]]
TEXT
diff expected.txt seen.txt
echo 'still so'
