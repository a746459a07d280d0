import { subscribe } from 'node:diagnostics_channel';
import type { Socket } from 'node:net';

export interface SocketPair {
  /** `127.0.0.1:40001` */
  readonly local: string;
  readonly remote: string;
}

/** Watches this process's TCP sockets from now on; returns what lists the open ones. */
export function watchSockets(): () => SocketPair[] {
  const sockets = new Set<Socket>();
  const add = (message: unknown) => {
    const { socket } = message as { socket: Socket };
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
  };
  subscribe('net.client.socket', add);
  subscribe('net.server.socket', add);
  return () =>
    [...sockets]
      .filter(({ readyState, remotePort }) => readyState === 'open' && remotePort !== undefined)
      .map(({ localAddress, localPort, remoteAddress, remotePort }) => ({
        local: `${localAddress}:${localPort}`,
        remote: `${remoteAddress}:${remotePort}`,
      }));
}
