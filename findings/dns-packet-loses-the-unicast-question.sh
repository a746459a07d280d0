#!/bin/sh
# dns-packet, which multicast-dns reads with, does not know a multicast DNS question that asks for its answer by unicast
# (RFC 6762 §5.4: the top bit of its class): it reads the class as UNKNOWN_32769 where there is IN, says nothing of the
# bit, and writes what it has read back as class 0. It masks the bit after it has turned the number into a word. The
# same bit in a record, where it means that the cache is to be flushed, is read and written. Whoever answers questions
# of class IN passes over the probes of a responder that starts (§8.1), which are of that kind.
# Seen with dns-packet 5.6.1 and multicast-dns 7.2.5 on Node 24; fails if that changes.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm install --no-audit --no-fund --silent dns-packet@5.6.1 multicast-dns@7.2.5
cat > probe.mjs <<'JS'
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { decode, encode } from 'dns-packet';
import multicastDns from 'multicast-dns';

const IN_BY_UNICAST = 0x8001;
const classOf = (packet) => `0x${packet.readUInt16BE(packet.length - 2).toString(16).padStart(4, '0')}`;
const question = Buffer.from(encode({ type: 'query', questions: [{ name: 'node.local', type: 'A', class: 'IN' }] }));
const unicast = Buffer.from(question);
unicast.writeUInt16BE(IN_BY_UNICAST, unicast.length - 2);

for (const packet of [question, unicast]) {
  const { questions } = decode(packet);
  const back = Buffer.from(encode({ type: 'query', questions }));
  console.log(`question ${classOf(packet)}: ${JSON.stringify(questions[0])}, written back as ${classOf(back)}`);
}
const record = { name: 'node.local', type: 'A', class: 'IN', flush: true, data: '10.0.0.7' };
const answer = decode(encode({ type: 'response', answers: [record] })).answers[0];
console.log(`record: class ${answer.class}, flush ${answer.flush}`);

const wire = createSocket('udp4').bind(0, '127.0.0.1');
await once(wire, 'listening');
const free = createSocket('udp4').bind(0);
await once(free, 'listening');
const { port } = free.address();
free.close();
await once(free, 'close');
const responder = multicastDns({ port, loopback: false });
await once(responder, 'ready');
wire.send(unicast, port, '127.0.0.1');
const [heard] = await once(responder, 'query');
console.log(`multicast-dns hears class ${heard.questions[0].class}`);
responder.destroy();
wire.close();
JS
node probe.mjs | tee seen.txt
cat > expected.txt <<'TEXT'
question 0x0001: {"name":"node.local","type":"A","class":"IN"}, written back as 0x0001
question 0x8001: {"name":"node.local","type":"A","class":"UNKNOWN_32769"}, written back as 0x0000
record: class IN, flush true
multicast-dns hears class UNKNOWN_32769
TEXT
diff expected.txt seen.txt
echo 'still so'
