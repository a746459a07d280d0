#!/bin/sh
# libp2p's error about an address that cannot be listened on holds, inside its message, the stack trace of the
# system's error: whoever shows `error.message` to people shows file names and line numbers of Node. The code
# (EADDRINUSE) is in that text alone: neither `code` nor `cause` of the error has it.
# Seen with libp2p 3.3.11 and @libp2p/tcp 11.0.28 on Node 24; fails if that changes.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm install --no-audit --no-fund --silent libp2p@3.3.11 @libp2p/tcp@11.0.28
cat > probe.mjs <<'JS'
import { once } from 'node:events';
import { createServer } from 'node:net';
import { tcp } from '@libp2p/tcp';
import { createLibp2p } from 'libp2p';

const taken = createServer().listen(0, '127.0.0.1');
await once(taken, 'listening');
const listen = [`/ip4/127.0.0.1/tcp/${taken.address().port}`];
const host = await createLibp2p({ start: false, addresses: { listen }, transports: [tcp()] });
let thrown;
try {
  await host.start();
} catch (error) {
  thrown = error;
}
await host.stop();
taken.close();
console.log('name', thrown.name);
console.log('message has a stack frame', /\n\s+at .*node:net/.test(thrown.message));
console.log('message has the code', thrown.message.includes('EADDRINUSE'));
console.log('error.code', thrown.code, 'error.cause', thrown.cause);
JS
node probe.mjs | tee seen.txt
cat > expected.txt <<'TEXT'
name UnsupportedListenAddressesError
message has a stack frame true
message has the code true
error.code undefined error.cause undefined
TEXT
diff expected.txt seen.txt
echo 'still so'
