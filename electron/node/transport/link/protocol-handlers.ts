import type { Connection, Libp2p, Stream } from '@libp2p/interface';
import { CARRY_PROTOCOL } from '../carry/carry-frames.ts';
import { FILE_PROTOCOL } from '../file/file-frames.ts';
import { JOIN_PROTOCOL } from '../join/join-frames.ts';
import { KEY_PROTOCOL } from '../key/key-frames.ts';
import { LOG_PROTOCOL } from '../log/log-frames.ts';
import { CELLS_MAX, HELLO_PROTOCOL, PUSH_PROTOCOL } from './frames.ts';
import type { Gatekeeper } from './gatekeeper.ts';
import type { PeerStreams } from './peer-streams.ts';
import { TWIN_PROTOCOL } from './twin-probe.ts';

type Handler = (stream: Stream, connection: Connection) => Promise<void>;

const LIMITS = { maxInboundStreams: 1, maxOutboundStreams: 1 };
/** One for each cell. */
const LOG_LIMITS = { maxInboundStreams: CELLS_MAX, maxOutboundStreams: CELLS_MAX };

/** Every protocol that this node answers, and who does; of carrying it knows nothing if it has no carrier. */
export async function handleProtocols(
  host: Libp2p,
  streams: PeerStreams,
  { reception, keys, twins }: Gatekeeper,
  hasCarrier: boolean,
): Promise<void> {
  const handlers: Readonly<Record<string, Handler>> = {
    [HELLO_PROTOCOL]: (stream, connection) => streams.onHello(stream, connection),
    [PUSH_PROTOCOL]: (stream, connection) => streams.onPush(stream, connection),
    [FILE_PROTOCOL]: (stream, connection) => streams.onFile(stream, connection),
    [LOG_PROTOCOL]: (stream, connection) => streams.onLog(stream, connection),
    // Whoever would only break the stream off keeps others from bringing what is for it in the plain way.
    ...(hasCarrier ? { [CARRY_PROTOCOL]: (stream, connection) => streams.onCarry(stream, connection) } : {}),
    [JOIN_PROTOCOL]: (stream, connection) => reception.receive(stream, connection),
    [KEY_PROTOCOL]: (stream, connection) => keys.receive(stream, connection),
    [TWIN_PROTOCOL]: (stream, connection) => twins.receive(stream, connection),
  };
  for (const [protocol, handler] of Object.entries(handlers))
    await host.handle(protocol, handler, protocol === LOG_PROTOCOL ? LOG_LIMITS : LIMITS);
}
