/** The running shell: one node on its worker, one window that shows it. */
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { app, type BrowserWindow, Notification, safeStorage, session } from 'electron';
import type { Push } from '#shared/contract/domain/snapshot.ts';
import { pushChannel } from '#shared/contract/electron-channels.ts';
import { toFailure } from '#shared/contract/errors.ts';
import { LISTEN_EVERYWHERE } from '#shared/protocol/address/listen-everywhere.ts';
import { inEnglish } from '#shared/protocol/saying.ts';
import { joinHash } from '#shared/words/format/join-link.ts';
import { languageFor, speak } from '#shared/words/language.ts';
import { WindowHost } from '../host/window-host.ts';
import { serveIpc } from './ipc/ipc-server.ts';
import { setApplicationMenu } from './lifecycle/application-menu.ts';
import { deviceSecret } from './lifecycle/device-secret.ts';
import type { JoinLinks } from './lifecycle/join-links.ts';
import { keychainCipher } from './lifecycle/keychain-cipher.ts';
import { stopBeforeQuit } from './lifecycle/stop-before-quit.ts';
import { serverAnswers } from './notifications/server-answers.ts';
import { VoteNotifier } from './notifications/vote-notifier.ts';
import type { RendererSource } from './security/app-origin.ts';
import { serveApp } from './security/app-protocol.ts';
import { hardenSession } from './security/harden-session.ts';
import { applyLanguage } from './window/language.ts';
import { focusWindow, openMainWindow, showPage } from './window/main-window.ts';
import { readShellState, writeShellState } from './window/shell-state-file.ts';
import { applyTheme } from './window/theme.ts';

/** NodeHost itself ends a worker that does not stop within 8 s. */
const STOP_LIMIT_MS = 10_000;

export interface ShellOptions {
  /** `out/`, beside whose other parts this code was built. */
  readonly builtFolder: string;
  /** The node's folder. */
  readonly home: string;
  /** Of the user's application data; the window's own are in `userData`. */
  readonly shared: string;
  readonly source: RendererSource;
  readonly links: JoinLinks;
}

export async function runShell(options: ShellOptions): Promise<void> {
  const { builtFolder, source, links } = options;
  const statePath = join(app.getPath('userData'), 'shell-state.json');
  let state = readShellState(statePath);
  let window: BrowserWindow | null = null;

  applyTheme(state.theme);
  // Before the home is open its setting is not known: the computer's own language is.
  speak(languageFor('system', app.getPreferredSystemLanguages()));
  setApplicationMenu(process.platform);
  hardenSession(session.defaultSession, source);
  serveApp(session.defaultSession.protocol, join(builtFolder, 'renderer'));

  const host = await createHost(options, (push) => {
    const { theme, language } = push.changes.settings ?? {};
    if (language) applyLanguage(language);
    if (theme) {
      state = { ...state, theme };
      applyTheme(theme);
    }
    if (push.changes.proposals) votes.heard(push.changes.proposals);
    if (window && !window.isDestroyed()) window.webContents.send(pushChannel('state'), push);
  });
  const votes = new VoteNotifier({
    Notification,
    isLookedAt: () => window !== null && !window.isDestroyed() && window.isFocused(),
    open: (hash) => show(hash),
    answers: () => serverAnswers(process.platform),
  });
  serveIpc({
    origin: source.origin,
    windowContentsId: () => (window && !window.isDestroyed() ? window.webContents.id : null),
    call: (name, input) => host.call(name, input),
  });

  /** Shows the window, and in it what the part after `#` names: a page, or the dialog of an invitation. */
  const show = (hash: string): void => {
    const url = source.startUrl + hash;
    if (window) {
      focusWindow(window);
      if (hash) showPage(window, url);
      return;
    }
    window = openMainWindow({
      url,
      preload: join(builtFolder, 'preload/index.cjs'),
      state,
      onPlace: (place) => {
        state = { ...state, ...place };
        writeShellState(statePath, state);
      },
    });
    window.once('closed', () => {
      window = null;
    });
  };
  app.on('activate', () => show(''));
  app.on('window-all-closed', () => {
    if (process.platform !== 'darwin') app.quit();
  });
  stopBeforeQuit(app, () => host.stop(), STOP_LIMIT_MS);

  // The window opens at once and shows what the host says of a node that starts, or cannot.
  links.start((code) => show(code ? joinHash(code) : ''));
  await host.start().catch((error: unknown) => {
    process.stderr.write(`ghoststack: the node did not start: ${toFailure(error).message}\n`);
  });
}

async function createHost(
  { builtFolder, home, shared }: ShellOptions,
  onPush: (push: Push) => void,
): Promise<WindowHost> {
  const cipher = await keychainCipher(safeStorage, process.platform);
  // One for all homes: a home that is moved to another folder finds its secret again.
  const { secret, problem } = await deviceSecret(join(shared, 'device-secret.bin'), cipher);
  if (problem) process.stderr.write(`ghoststack: ${problem}\n`);
  return new WindowHost({
    workerUrl: pathToFileURL(join(builtFolder, 'node/worker.js')),
    config: { home, program: 'window', listen: LISTEN_EVERYWHERE },
    ...(secret ? { deviceSecret: secret } : {}),
    onPush,
    onStatus: ({ state, reason }) => {
      if (state === 'restarting' || state === 'failed')
        process.stderr.write(`ghoststack: ${reason ? inEnglish(reason) : state}\n`);
    },
  });
}
