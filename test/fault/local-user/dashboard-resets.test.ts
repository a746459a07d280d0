import { connect } from 'node:net';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { ask, connect as openSocket, sessionOf } from '../../support/dashboard-browser.ts';
import { startHeadless } from '../../support/headless-node.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

const RESETS = 1_000;
const AT_ONCE = 20;

test('a thousand refused upgrades, each with a reset, do not end a node', async () => {
  const node = await startHeadless('--home', join(temporaryFolder(), 'alice'), '--dashboard', '127.0.0.1:0');
  try {
    const link = node.ready.dashboard ?? '';
    const { port, host, origin } = new URL(link);
    let left = RESETS;
    const knock = async (): Promise<void> => {
      while (left > 0) {
        left -= 1;
        await resetUpgrade(Number(port), host, left % 2 === 0);
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, knock));
    const { cookie } = await sessionOf(link);
    expect((await ask(origin, { cookie })).status).toBe(200);
    const socket = await openSocket(link, { origin, cookie });
    if (typeof socket === 'number') throw new Error(`refused with ${socket}`);
    socket.terminate();
  } finally {
    await node.stop();
  }
});

/** Asks for a WebSocket without a session, and resets the connection at once or when the refusal arrives. */
function resetUpgrade(port: number, host: string, waitsForAnswer: boolean): Promise<void> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1');
    socket.on('error', reject);
    socket.on('close', () => resolve());
    socket.on('connect', () => {
      const upgrade = `GET /ws HTTP/1.1\r\nHost: ${host}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n`;
      socket.write(upgrade, () => {
        if (!waitsForAnswer) socket.resetAndDestroy();
      });
    });
    socket.on('data', () => socket.resetAndDestroy());
  });
}
