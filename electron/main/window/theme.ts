import { type BrowserWindow, nativeTheme } from 'electron';
import type { Settings } from '#shared/contract/domain/settings.ts';

/** The dashboard's canvas colours, so that nothing flashes before its first paint. */
const CANVAS = { light: '#F6F6F3', dark: '#131416' } as const;

export function canvasColour(): string {
  return nativeTheme.shouldUseDarkColors ? CANVAS.dark : CANVAS.light;
}

/** Makes `prefers-color-scheme`, menus and dialogs follow the setting. */
export function applyTheme(theme: Settings['theme']): void {
  if (nativeTheme.themeSource !== theme) nativeTheme.themeSource = theme;
}

export function followTheme(window: BrowserWindow): void {
  const repaint = (): void => window.setBackgroundColor(canvasColour());
  nativeTheme.on('updated', repaint);
  window.once('closed', () => nativeTheme.off('updated', repaint));
}
