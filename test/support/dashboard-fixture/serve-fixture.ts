/** Serves the built page of the fixture on loopback under the product's content security policy. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { serveFile } from '../../../electron/headless/dashboard-files.ts';
import { dashboardHeaders } from '../../../electron/host/serving/dashboard-headers.ts';

export interface ServedFixture {
  readonly url: string;
  close(): Promise<void>;
}

export async function serveFixture(folder: string): Promise<ServedFixture> {
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
