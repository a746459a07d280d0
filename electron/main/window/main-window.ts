import { app, BrowserWindow, type Session, screen } from 'electron';
import { showContextMenus } from './context-menu.ts';
import { boundsOnScreen, MINIMUM_SIZE, type ShellState } from './shell-state.ts';
import { canvasColour, followTheme } from './theme.ts';
import { webPreferences } from './web-preferences.ts';

export interface MainWindowOptions {
  /** The dashboard's address, of our own origin. */
  readonly url: string;
  readonly preload: string;
  readonly state: ShellState;
  /** Shown in the bar of windows only. */
  readonly isMinimized: boolean;
  /** Until the page has its own. */
  readonly title?: string;
  /** Left out for the one that is kept on disk. */
  readonly session?: Session;
  /** Called when the window is about to close. */
  readonly onPlace: (place: Pick<ShellState, 'bounds' | 'maximized'>) => void;
}

/** A page that died is shown again, but not for ever: not within so long of the last time. */
const RELOAD_PAUSE_MS = 10_000;

export function openMainWindow(options: MainWindowOptions): BrowserWindow {
  const { url, preload, state, isMinimized, onPlace, title = 'GhostStack', session } = options;
  const window = new BrowserWindow({
    ...boundsOnScreen(
      state.bounds,
      screen.getAllDisplays().map((display) => display.workArea),
    ),
    minWidth: MINIMUM_SIZE.width,
    minHeight: MINIMUM_SIZE.height,
    title,
    autoHideMenuBar: true,
    show: false,
    backgroundColor: canvasColour(),
    webPreferences: webPreferences(preload, app.isPackaged, session),
  });
  followTheme(window);
  showContextMenus(window);
  reloadAfterCrash(window);
  window.once('ready-to-show', () => {
    if (isMinimized) return window.minimize();
    if (state.maximized) window.maximize();
    window.show();
  });
  window.on('close', () => onPlace({ bounds: window.getNormalBounds(), maximized: window.isMaximized() }));
  showPage(window, url);
  return window;
}

/** Where only what follows `#` differs, the page stays and hears of it. */
export function showPage(window: BrowserWindow, url: string): void {
  window.loadURL(url).catch((error: unknown) => {
    // A window that is closed before its page is there fails to load, too, and the process dies if it is shown then.
    setImmediate(() => {
      if (window.isDestroyed()) return;
      process.stderr.write(`ghoststack: the dashboard could not be shown: ${String(error)}\n`);
      window.show();
    });
  });
}

function reloadAfterCrash(window: BrowserWindow): void {
  let lastAtMs = Number.NEGATIVE_INFINITY;
  window.webContents.on('render-process-gone', (_event, { reason }) => {
    if (reason === 'clean-exit' || window.isDestroyed()) return;
    process.stderr.write(`ghoststack: the window's page ended (${reason}). The node goes on.\n`);
    const nowMs = Date.now();
    if (nowMs - lastAtMs < RELOAD_PAUSE_MS) return;
    lastAtMs = nowMs;
    window.webContents.reload();
  });
}

export function focusWindow(window: BrowserWindow): void {
  if (window.isMinimized()) window.restore();
  window.show();
  window.focus();
}
