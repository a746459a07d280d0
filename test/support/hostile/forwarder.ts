/** Passes TCP on to somebody else, on the loopback interface, as one who stands between two nodes does. */
import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { onTestFinished } from 'vitest';

/** The answer of a handshake that holds the responder's identity is longer than anything before it. */
const IDENTITY_MIN_BYTES = 90;

export interface Forwarder {
  /** Where it listens, as a multiaddr. */
  readonly address: string;
  /** How many connections it has passed on. */
  count(): number;
}

export interface ForwarderOptions {
  readonly holdsBack?: boolean;
  /** The address of this computer from which it passes on. */
  readonly from?: string;
}

/**
 * A forwarder to a multiaddr. With `holdsBack`, what the dialling side says once it has seen who answers never arrives:
 * it believes the handshake to be over, and the other side does not.
 */
export async function forwarderTo(
  target: string,
  { holdsBack = false, from = '127.0.0.1' }: ForwarderOptions = {},
): Promise<Forwarder> {
  const [, , host, , port] = target.split('/');
  const sockets = new Set<Socket>();
  let count = 0;
  const server = createServer((client) => {
    count += 1;
    const other = connect({ port: Number(port), host: host ?? '', localAddress: from });
    let hasAnswered = false;
    client.on('data', (bytes) => {
      if (!holdsBack || !hasAnswered) other.write(bytes);
    });
    other.on('data', (bytes) => {
      if (bytes.length >= IDENTITY_MIN_BYTES) hasAnswered = true;
      client.write(bytes);
    });
    for (const [one, end] of [
      [client, other],
      [other, client],
    ] as const) {
      sockets.add(one);
      one.on('error', () => end.destroy());
      one.on('close', () => {
        sockets.delete(one);
        end.destroy();
      });
    }
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  return {
    address: `/ip4/127.0.0.1/tcp/${(server.address() as AddressInfo).port}`,
    count: () => count,
  };
}
