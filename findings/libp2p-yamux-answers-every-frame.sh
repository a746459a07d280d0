#!/bin/sh
# @libp2p/yamux gives the window back after every single data frame, however much of it is left: a hundred messages of
# 100 bytes, of a window of 256 KiB, are answered by a hundred window updates of 12 bytes (and under noise by 18 more
# each). The yamux specification leaves open when a window update is due; the reference implementation in Go waits until
# half of the window has been used. Who counts the bytes of a chatty protocol has to count this one as well, and gains
# by putting small messages into one frame.
# Seen with @libp2p/yamux 8.0.3 and @libp2p/utils 7.4.1 on Node 24; fails if that changes.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm install --no-audit --no-fund --silent @libp2p/yamux@8.0.3 @libp2p/utils@7.4.1 @libp2p/logger@6.2.13
cat > probe.mjs <<'JS'
import { defaultLogger } from '@libp2p/logger';
import { multiaddrConnectionPair } from '@libp2p/utils';
import { yamux } from '@libp2p/yamux';

const MESSAGES = 100;
const BYTES = 100;
const HEAD_BYTES = 12;
const WINDOW_UPDATE = 1;

const [outbound, inbound] = multiaddrConnectionPair({ delay: 0 });
let updates = 0;
outbound.addEventListener('message', ({ data }) => {
  const bytes = data.subarray();
  // The answering side sends no data here, so what arrives is heads, one after another.
  for (let at = 0; at + HEAD_BYTES <= bytes.byteLength; at += HEAD_BYTES) {
    if (bytes[at + 1] === WINDOW_UPDATE) updates += 1;
  }
});
const factory = yamux()({ logger: defaultLogger() });
const near = factory.createStreamMuxer(outbound);
const far = factory.createStreamMuxer(inbound);
const turn = () => new Promise((done) => setImmediate(done));
let read = 0;
far.addEventListener('stream', ({ detail: stream }) => {
  stream.addEventListener('message', ({ data }) => {
    read += data.byteLength;
  });
});
const stream = await near.createStream();
for (let sent = 0; sent < MESSAGES; sent += 1) {
  stream.send(new Uint8Array(BYTES));
  await turn();
}
while (read < MESSAGES * BYTES) await turn();
for (let last = -1; last !== updates; ) {
  last = updates;
  for (let turns = 0; turns < 100; turns += 1) await turn();
}
const seen = `${read} bytes in ${MESSAGES} messages, ${updates} window updates`;
console.log(seen);
process.exit(seen === '10000 bytes in 100 messages, 100 window updates' ? 0 : 1);
JS
node probe.mjs
