import { once } from 'node:events';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { downloadElectron } from '../../../scripts/start/download-electron.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

async function downloadFrom(listener: RequestListener, silenceMs: number) {
  const server = createServer(listener).listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const { port } = server.address() as AddressInfo;
  const env = {
    PATH: process.env.PATH,
    HOME: temporaryFolder(),
    ELECTRON_MIRROR: `http://127.0.0.1:${port}/`,
    electron_config_cache: temporaryFolder(),
  };
  return downloadElectron({ env, silenceMs, progress: () => {} });
}

test('a download that sends nothing is given up', async () => {
  const startedMs = performance.now();
  const result = await downloadFrom(() => {}, 3_000);
  expect(result).toEqual({ ok: false, reason: 'nothing arrived for 3 s' });
  expect(performance.now() - startedMs).toBeLessThan(10_000);
});

test('a download that stops half-way is given up too', async () => {
  const result = await downloadFrom((_request, response) => {
    response.writeHead(200, { 'content-length': '1000000' });
    response.write(Buffer.alloc(1000));
  }, 3_000);
  expect(result).toEqual({ ok: false, reason: 'nothing arrived for 3 s' });
});

test('a download that is refused says why', async () => {
  const result = await downloadFrom((_request, response) => response.writeHead(404).end(), 15_000);
  expect(result.ok).toBe(false);
  expect(result.ok ? '' : result.reason).toContain('404');
});
