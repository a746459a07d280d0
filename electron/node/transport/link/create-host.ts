import type { ConnectionGater, Libp2p, PrivateKey } from '@libp2p/interface';
import { noise } from '@libp2p/noise';
import { ping } from '@libp2p/ping';
import { yamux } from '@libp2p/yamux';
import { createLibp2p } from 'libp2p';
import { GhostStackError } from '#shared/contract/errors.ts';
import { type Saying, says } from '#shared/protocol/saying.ts';
import { addressInWords } from '../../messaging/peer-address.ts';
import { ADDRESSES_A_TRY } from './dialler.ts';
import { UNACKNOWLEDGED_MAX_BYTES } from './frames.ts';
import type { TransportTiming } from './timing.ts';
import { zonedTcp } from './zoned-tcp.ts';

export interface HostOptions {
  readonly privateKey: PrivateKey;
  readonly listen: readonly string[];
  /** Where instead if `listen` cannot be had; left out, or none, to give up then. */
  readonly otherwise?: () => Promise<readonly string[]>;
  readonly gate: ConnectionGater;
  readonly timing: TransportTiming;
}

/** A cell has 7 members; the rest is room for reconnections and for those who join. */
const MAX_CONNECTIONS = 64;
const MAX_STREAMS_PER_CONNECTION = 16;

/**
 * Creates and starts a libp2p host: TCP, Noise, Yamux. Throws `unavailable` if it cannot listen, for example because
 * the port is taken.
 */
export async function createHost(options: HostOptions): Promise<Libp2p> {
  const { privateKey, listen, otherwise, gate, timing } = options;
  const host = await createLibp2p({
    start: false,
    privateKey,
    nodeInfo: { name: 'ghoststack', version: '1', userAgent: 'ghoststack/1' },
    addresses: { listen: [...listen] },
    transports: [zonedTcp({ dialOpts: { noDelay: true }, listenOpts: { noDelay: true } })],
    connectionEncrypters: [noise()],
    streamMuxers: [
      yamux({
        maxInboundStreams: MAX_STREAMS_PER_CONNECTION,
        streamOptions: { maxStreamWindowSize: UNACKNOWLEDGED_MAX_BYTES },
      }),
    ],
    connectionGater: gate,
    // It takes a peer that is only busy for gone: each of its pings is three round trips, whatever else comes from
    // the peer meanwhile. Heartbeat does this instead.
    connectionMonitor: { enabled: false },
    // At the defaults one address that opens ten connections a second keeps all others out.
    connectionManager: {
      maxConnections: MAX_CONNECTIONS,
      maxIncomingPendingConnections: 32,
      inboundUpgradeTimeout: 2_000,
      dialTimeout: timing.dialMs,
      // One after another: an address at which nobody answers must leave time for the next one.
      addressDialTimeout: timing.dialMs / ADDRESSES_A_TRY,
      inboundStreamProtocolNegotiationTimeout: timing.helloMs,
      outboundStreamProtocolNegotiationTimeout: timing.helloMs,
      reconnectRetries: 0,
    },
    // No identify: strangers who ask to join would be told addresses and protocols, and hello says what peers need.
    services: { ping: ping() },
  });
  try {
    await host.start();
    return host;
  } catch (cause) {
    await Promise.resolve(host.stop()).catch(() => undefined);
    const instead = (await otherwise?.()) ?? [];
    if (instead.length > 0) {
      const { otherwise: _tried, ...rest } = options;
      return createHost({ ...rest, listen: instead });
    }
    throw new GhostStackError(
      'unavailable',
      says('error.transport.cannotListen', {
        where: listen.map(addressInWords).join(', '),
        reason: whyNot(cause),
      }),
      { cause },
    );
  }
}

/** libp2p's own sentence holds a stack trace; of it only the system's code says anything to people. */
function whyNot(cause: unknown): Saying {
  const code = /\bE[A-Z]{3,}\b/.exec(cause instanceof Error ? cause.message : '')?.[0];
  switch (code) {
    case 'EADDRINUSE':
      return says('error.listen.portInUse');
    case 'EADDRNOTAVAIL':
      return says('error.listen.noSuchAddress');
    case 'EACCES':
      return says('error.listen.portReserved');
    default:
      return code === undefined ? says('error.listen.unknown') : says('error.listen.other', { code });
  }
}
