import type { BrowserWindow } from 'electron';

/**
 * How the window stands: none, hidden or minimised, opening, on the screen, or on the screen with the focus. `hash` is
 * the part of its address that names the page.
 */
export interface Look {
  readonly window: 'none' | 'hidden' | 'opening' | 'shown' | 'focused';
  readonly hash: string;
}

export function lookOf(window: BrowserWindow | null): Look {
  if (!window || window.isDestroyed()) return { window: 'none', hash: '' };
  const { webContents } = window;
  const hash = /#.*$/s.exec(webContents.getURL())?.[0] ?? '';
  if (window.isMinimized()) return { window: 'hidden', hash };
  if (!window.isVisible()) return { window: webContents.isLoadingMainFrame() ? 'opening' : 'hidden', hash };
  return { window: window.isFocused() ? 'focused' : 'shown', hash };
}
