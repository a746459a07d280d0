/** Builds the fixture page and serves it on loopback under the product's content security policy. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { resolve } from 'node:path';
import react from '@vitejs/plugin-react';
import { build, type Plugin } from 'vite';
import { serveFile } from '../../../electron/headless/dashboard-files.ts';
import { dashboardHeaders } from '../../../electron/host/serving/dashboard-headers.ts';
import { noticesPlugin } from '../../../scripts/build/notices-plugin.ts';

const PROJECT = resolve(import.meta.dirname, '../../..');

export interface ServedFixture {
  readonly url: string;
  close(): Promise<void>;
}

/** `folder` is where the build goes; the caller removes it. */
export async function serveFixture(folder: string, more: readonly Plugin[] = []): Promise<ServedFixture> {
  await build({
    root: import.meta.dirname,
    configFile: false,
    logLevel: 'error',
    plugins: [react(), noticesPlugin(PROJECT), ...more],
    build: { outDir: folder, emptyOutDir: true, assetsInlineLimit: 0, chunkSizeWarningLimit: 2_000 },
  });
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://localhost');
    for (const [name, value] of Object.entries(dashboardHeaders('own-server')))
      response.setHeader(name, value);
    void serveFile(folder, pathname, request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async close() {
      server.closeAllConnections();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}
