// A libp2p node that listens and does nothing else. Not in TypeScript: what strips types weighs 10 MiB of its own.
import { noise } from '@libp2p/noise';
import { tcp } from '@libp2p/tcp';
import { yamux } from '@libp2p/yamux';
import { createLibp2p } from 'libp2p';

const node = await createLibp2p({
  addresses: { listen: ['/ip4/127.0.0.1/tcp/0'] },
  transports: [tcp()],
  connectionEncrypters: [noise()],
  streamMuxers: [yamux()],
});
process.on('disconnect', () => process.exit());
process.on('message', () => process.send?.({ ok: true, value: node.getMultiaddrs().length }));
