import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, vi } from 'vitest';
import { WebSocket as NodeWebSocket } from 'ws';
import type { Bridge } from '#shared/contract/client.ts';
import type { Push } from '#shared/contract/domain/snapshot.ts';
import { DashboardServer } from '../../../electron/headless/dashboard-server.ts';
import type { Carrier } from '../../../renderer/state/checked-client.ts';
import { electronCarrier } from '../../../renderer/state/electron-carrier.ts';
import { websocketCarrier } from '../../../renderer/state/websocket-carrier.ts';
import { carrierCompliance } from '../../support/carrier-compliance.ts';
import { sessionOf } from '../../support/dashboard-browser.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

afterEach(() => vi.unstubAllGlobals());

carrierCompliance('The bridge of the preload', async (answer) => {
  const listeners = new Set<(push: unknown) => void>();
  const bridge: Bridge = {
    carrier: 'electron',
    // What crosses a bridge is copied.
    call: async (name, input) => structuredClone(await answer(name, structuredClone(input))),
    onPush: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
  vi.stubGlobal('window', { ghoststack: bridge });
  return {
    carrier: electronCarrier() as Carrier,
    push: (value) => {
      for (const listener of listeners) listener(structuredClone(value));
    },
    close: async () => {},
  };
});

carrierCompliance('The WebSocket of a headless node', async (answer) => {
  const root = join(temporaryFolder(), 'renderer');
  mkdirSync(root);
  writeFileSync(join(root, 'index.html'), 'the page');
  const server = new DashboardServer({
    host: '127.0.0.1',
    port: 0,
    root,
    call: (name, input) => answer(String(name), input),
    howToOpen: 'ghoststack dashboard',
  });
  await server.start();
  const origin = `http://127.0.0.1:${server.port}`;
  const { cookie, key } = await sessionOf(server.oneTimeUrl());
  // A browser brings cookie and origin by itself.
  class PageSocket extends NodeWebSocket {
    constructor(url: string) {
      super(url, { headers: { origin, cookie } });
    }
  }
  vi.stubGlobal('window', globalThis);
  vi.stubGlobal('WebSocket', PageSocket);
  const carrier = websocketCarrier(`ws://127.0.0.1:${server.port}/ws`, key);
  let over = false;
  carrier.onConnection((state) => {
    over = state === 'over';
  });
  return {
    carrier,
    push: (value) => server.push(value as Push),
    async close() {
      server.endSessions();
      await vi.waitUntil(() => over);
      await server.stop();
    },
  };
});
