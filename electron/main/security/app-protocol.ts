import { readFile } from 'node:fs/promises';
import { type Protocol, protocol } from 'electron';
import { dashboardHeaders } from '../../host/serving/dashboard-headers.ts';
import { appFile } from './app-file.ts';
import { APP_SCHEME } from './app-origin.ts';

const RESPONSE_HEADERS = dashboardHeaders('bridge');

/** Must run before the app is ready. */
export function declareAppScheme(): void {
  protocol.registerSchemesAsPrivileged([
    { scheme: APP_SCHEME, privileges: { standard: true, secure: true, codeCache: true } },
  ]);
}

/** Serves the built dashboard from `root`, and nothing else of the disk. */
export function serveApp(protocolOfSession: Protocol, root: string): void {
  protocolOfSession.handle(APP_SCHEME, async (request) => {
    if (request.method !== 'GET') return refuse(405, 'Only GET is answered.');
    const file = appFile(root, request.url);
    if (!file) return refuse(404, 'There is no such page.');
    try {
      const body = new Uint8Array(await readFile(file.path));
      return new Response(body, { headers: { ...RESPONSE_HEADERS, 'content-type': file.contentType } });
    } catch {
      return refuse(404, 'There is no such page.');
    }
  });
}

function refuse(status: number, text: string): Response {
  return new Response(text, { status, headers: { ...RESPONSE_HEADERS, 'content-type': 'text/plain' } });
}
