import type { Session } from 'electron';
import { isOfOrigin, type RendererSource } from './app-origin.ts';

/**
 * The window may read our own pages and nothing else: no permission, no device, no network. What it may save is what
 * a page of ours has made itself (an exported log, a brain's state); Electron asks the operator where to.
 */
export function hardenSession(session: Session, source: RendererSource): void {
  session.setPermissionRequestHandler((_contents, _permission, answer) => answer(false));
  session.setPermissionCheckHandler(() => false);
  session.setDevicePermissionHandler(() => false);
  session.setUSBProtectedClassesHandler(() => []);
  session.setBluetoothPairingHandler((_details, answer) => answer({ confirmed: false }));
  session.setDisplayMediaRequestHandler(null);
  session.setSpellCheckerEnabled(false);
  session.on('will-download', (event, item) => {
    if (!isOwnExport(item.getURL(), source)) event.preventDefault();
  });
  session.webRequest.onBeforeRequest((details, answer) => {
    answer({ cancel: !isAllowedRequest(details.url, source) });
  });
}

/** A text that a page of ours holds in memory: no address elsewhere, no file of the app. */
export function isOwnExport(url: string, source: RendererSource): boolean {
  return url.startsWith('blob:') && isOfOrigin(url.slice('blob:'.length), source.origin);
}

/** Development adds the development server's own files and its update socket. */
export function isAllowedRequest(url: string, source: RendererSource): boolean {
  if (isOfOrigin(url, source.origin)) return true;
  if (!source.development) return false;
  return url.startsWith('devtools:') || isOfOrigin(url, source.origin.replace(/^http:/, 'ws:'));
}
