import type { Connection, Stream } from '@libp2p/interface';

const PING_PROTOCOL = '/ipfs/ping/1.0.0';
const PING_BYTES = 32;

/** Whether somebody answers on a connection, within so many milliseconds. Never rejects. */
export async function isAlive(connection: Connection, timeoutMs: number): Promise<boolean> {
  const signal = AbortSignal.timeout(timeoutMs);
  let stream: Stream | null = null;
  try {
    stream = await connection.newStream(PING_PROTOCOL, { signal });
    return await echoes(stream, signal);
  } catch {
    return false;
  } finally {
    stream?.abort(new Error('The ping is over.'));
  }
}

function echoes(stream: Stream, signal: AbortSignal): Promise<boolean> {
  return new Promise((resolve) => {
    stream.addEventListener('message', () => resolve(true));
    stream.addEventListener('close', () => resolve(false));
    signal.addEventListener('abort', () => resolve(false));
    stream.send(new Uint8Array(PING_BYTES));
  });
}
