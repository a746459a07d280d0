import type { Session, WebPreferences } from 'electron';

/** Electron's safe defaults, spelled out so that a test can hold them and a change shows in a review. */
export function webPreferences(preload: string, isPackaged: boolean, session?: Session): WebPreferences {
  return {
    ...(session ? { session } : {}),
    preload,
    sandbox: true,
    contextIsolation: true,
    nodeIntegration: false,
    nodeIntegrationInWorker: false,
    nodeIntegrationInSubFrames: false,
    webSecurity: true,
    allowRunningInsecureContent: false,
    experimentalFeatures: false,
    webviewTag: false,
    navigateOnDragDrop: false,
    // Elsewhere Chromium would fetch dictionaries from a server; on macOS the system has its own.
    spellcheck: process.platform === 'darwin',
    devTools: !isPackaged,
  };
}
