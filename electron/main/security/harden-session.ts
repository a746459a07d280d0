import type { Session } from 'electron';
import { isOfOrigin, type RendererSource } from './app-origin.ts';

/** The window may read our own pages and nothing else: no permission, no device, no download, no network. */
export function hardenSession(session: Session, source: RendererSource): void {
  session.setPermissionRequestHandler((_contents, _permission, answer) => answer(false));
  session.setPermissionCheckHandler(() => false);
  session.setDevicePermissionHandler(() => false);
  session.setUSBProtectedClassesHandler(() => []);
  session.setBluetoothPairingHandler((_details, answer) => answer({ confirmed: false }));
  session.setDisplayMediaRequestHandler(null);
  session.setSpellCheckerEnabled(false);
  session.on('will-download', (event) => event.preventDefault());
  session.webRequest.onBeforeRequest((details, answer) => {
    answer({ cancel: !isAllowedRequest(details.url, source) });
  });
}

/** Development adds the development server's own files and its update socket. */
export function isAllowedRequest(url: string, source: RendererSource): boolean {
  if (isOfOrigin(url, source.origin)) return true;
  if (!source.development) return false;
  return url.startsWith('devtools:') || isOfOrigin(url, source.origin.replace(/^http:/, 'ws:'));
}
