import type { Socket } from 'node:net';

/** Calls `onLine` for each line of UTF-8 that a socket brings; one longer than the limit ends the connection. */
export function readLines(socket: Socket, maxBytes: number, onLine: (line: string) => void): void {
  let parts: Buffer[] = [];
  let bytes = 0;
  socket.on('data', (chunk: Buffer) => {
    let rest = chunk;
    for (let end = rest.indexOf(0x0a); end >= 0; end = rest.indexOf(0x0a)) {
      const line = Buffer.concat([...parts, rest.subarray(0, end)]).toString('utf8');
      parts = [];
      bytes = 0;
      rest = rest.subarray(end + 1);
      onLine(line);
    }
    parts.push(rest);
    bytes += rest.length;
    if (bytes > maxBytes) socket.destroy();
  });
}
