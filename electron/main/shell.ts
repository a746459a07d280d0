/** The running shell: one node on its worker, one window that shows it, and an icon beside the clock. */
import { join } from 'node:path';
import { app, dialog, Menu, nativeImage, powerMonitor, session, Tray } from 'electron';
import type { CallName } from '#shared/contract/contract.ts';
import type { Settings } from '#shared/contract/domain/settings.ts';
import type { Push, Snapshot } from '#shared/contract/domain/snapshot.ts';
import { ok, type Result } from '#shared/contract/errors.ts';
import { languageFor, speak } from '#shared/words/language.ts';
import { sweepDemoFolders } from '../host/demo/demo-folder.ts';
import { collectWhenIdle } from '../host/idle-collector.ts';
import { DemoShell } from './demo/demo-shell.ts';
import { answerBackground } from './ipc/background-calls.ts';
import { answerFiles } from './ipc/file-calls.ts';
import { answerFileDialog } from './ipc/file-dialogs.ts';
import { serveIpc } from './ipc/ipc-server.ts';
import { setApplicationMenu } from './lifecycle/application-menu.ts';
import { AutoLock } from './lifecycle/auto-lock.ts';
import type { JoinLinks } from './lifecycle/join-links.ts';
import { Leaving } from './lifecycle/leaving.ts';
import type { StartAtLogin } from './lifecycle/start-at-login.ts';
import { stopBeforeQuit } from './lifecycle/stop-before-quit.ts';
import { NodeView } from './node-view.ts';
import { toldFile } from './notifications/told-file.ts';
import { windowNotices } from './notifications/window-notices.ts';
import { OwnHost } from './own-host.ts';
import type { RendererSource } from './security/app-origin.ts';
import { serveApp } from './security/app-protocol.ts';
import { hardenSession } from './security/harden-session.ts';
import { createHost, type HostOptions } from './start-host.ts';
import { surroundings } from './surroundings.ts';
import { NodeTray } from './tray/node-tray.ts';
import { watchTrayHost } from './tray/tray-host.ts';
import { trayImage } from './tray/tray-images.ts';
import { badgeCount, trayState } from './tray/tray-state.ts';
import { WayBack } from './tray/way-back.ts';
import { applyLanguage } from './window/language.ts';
import { ShellMemory } from './window/shell-memory.ts';
import { ShellWindow } from './window/shell-window.ts';
import { applyTheme } from './window/theme.ts';

/** NodeHost itself ends a worker that does not stop within 8 s. */
const STOP_LIMIT_MS = 10_000;
/** How long ago a peer was seen is told in minutes. */
const SAY_AGAIN_MS = 60_000;

export interface ShellOptions extends HostOptions {
  readonly source: RendererSource;
  readonly links: JoinLinks;
  readonly atLogin: StartAtLogin;
  /** Shows no window, where its icon can be seen. */
  readonly isHidden: boolean;
}

export async function runShell(options: ShellOptions): Promise<void> {
  const { builtFolder, source, links, atLogin, isHidden } = options;
  const memory = new ShellMemory(join(app.getPath('userData'), 'shell-state.json'));

  collectWhenIdle();
  applyTheme(memory.state.theme);
  // Before the home is open its setting is not known: the computer's own language is.
  speak(languageFor('system', app.getPreferredSystemLanguages()));
  hardenSession(session.defaultSession, source);
  serveApp(session.defaultSession.protocol, join(builtFolder, 'renderer'));

  /** Null before anybody has said so. */
  let trayHost: boolean | null = null;
  const host = new OwnHost(() => createHost(options, heard, () => surroundings(trayHost)));
  const window = new ShellWindow({
    url: source.startUrl,
    preload: join(builtFolder, 'preload/index.cjs'),
    memory,
    mayClose: (shown) => leaving.mayClose(shown),
  });
  const wayBack = new WayBack({
    // Without a node of its own there is only a demo, which is never hidden.
    isHidden: () => view.node !== null && window.isOutOfSight && !demo.isOpen,
    minimise: () => window.showMinimized(),
  });
  const leaving = new Leaving({
    app,
    dialog,
    memory,
    node: () => view.node,
    hasPlace: () => wayBack.hasPlace,
    putAway: () => window.putAway(),
    hasOther: () => demo.isOpen,
  });
  const quit = (): void => void leaving.quit();
  const lock = (): void => void host.call('key.lock', {});
  const syncNow = (): void => void host.call('peers.syncNow', { did: null });
  setApplicationMenu(process.platform, quit);
  const notices = windowNotices({
    look: () => window.look,
    open: showOwn,
    memory: toldFile(join(app.getPath('userData'), 'told.json')),
  });
  const tray = new NodeTray({
    Tray,
    Menu,
    image: (icon) =>
      trayImage(nativeImage, join(builtFolder, '../resources/icons/tray'), icon, process.platform),
    actions: {
      open: showOwn,
      openDemo: () => void openDemo(),
      setBraked: (braked) => void host.call('agent.brake', { braked }),
      setOnline: (online) => void host.call('me.setOnline', { online }),
      syncNow,
      lock,
      quit,
    },
  });
  const view = new NodeView({
    snapshot: () => host.call('state.snapshot', { stateHash: false }),
    onChange: (node) => {
      notices.changed(node);
      showTray();
      app.setBadgeCount(badgeCount(node));
      wayBack.look();
    },
  });

  const demo = new DemoShell({
    builtFolder,
    source,
    state: () => memory.state,
    settings: () => view.node?.settings ?? {},
    chosen: choose,
    left: () => showOwn(''),
    ended: () => {
      showTray();
      choose({ language: 'system', theme: memory.state.theme, ...view.node?.settings });
      if (window.isThere && !leaving.isQuitting) showOwn('');
    },
  });

  /** Both windows show what is chosen in the one that is in front. */
  function choose({ theme, language }: Partial<Settings>): void {
    if (language && applyLanguage(language)) setApplicationMenu(process.platform, quit);
    if (theme) applyTheme(theme);
  }

  function showOwn(hash: string): void {
    window.show(hash);
    // The window opens at once and shows what the host says of a node that starts, or cannot.
    host.begin();
  }

  function showTray(): void {
    if (view.node || demo.isOpen) tray.show(trayState(view.node, Date.now(), demo.isOpen));
  }

  async function openDemo(): Promise<void> {
    const opened = demo.open();
    showTray();
    await opened;
  }

  async function startDemo(): Promise<Result<null>> {
    await openDemo();
    // The first question of the own home waits behind it; one that is at work stays to be seen.
    const answer = await host.call('state.snapshot', { stateHash: false });
    if (answer.ok && (answer.value as Snapshot).phase === 'setup') window.hide();
    return ok(null);
  }

  function heard(push: Push): void {
    const { settings } = push.changes;
    if (settings) {
      memory.note({ theme: settings.theme });
      if (!demo.isOpen) choose(settings);
    }
    notices.heard(push.messages ?? []);
    view.heard(push);
    window.send('state', push);
  }

  serveIpc({
    origin: source.origin,
    windows: () => [
      ...(window.contentsId === null ? [] : [{ contentsId: window.contentsId, call }]),
      ...(demo.served ? [demo.served] : []),
    ],
  });

  function call(name: CallName, input: unknown): Promise<Result<unknown>> {
    if (name === 'demo.start') return startDemo();
    if (name === 'window.chooseFile') return answerFileDialog(dialog, window.shown, input);
    const hasTray = (): boolean => wayBack.hasPlace;
    const files = {
      dialog,
      window: () => window.shown,
      call: (...asked: [CallName, unknown]) => host.call(...asked),
    };
    const askFiles = (...asked: [CallName, unknown]) => answerFiles(files, ...asked);
    return answerBackground({ atLogin, hasTray, call: askFiles }, name, input);
  }

  new AutoLock({
    power: powerMonitor,
    node: () => view.node,
    lock,
    // A demo leaves the home alone, which asking would open.
    redial: () => {
      if (view.node) syncNow();
    },
  });
  setInterval(() => {
    showTray();
  }, SAY_AGAIN_MS).unref();

  app.on('activate', () => {
    if (demo.isOpen) void openDemo();
    else showOwn('');
  });
  app.on('window-all-closed', () => {
    // A demo was the last one: the node behind it stays, if it has been asked to.
    if (leaving.does === 'minimise') window.showMinimized();
    else if (leaving.does !== 'hide' && process.platform !== 'darwin') app.quit();
  });
  stopBeforeQuit(app, async () => void (await Promise.all([demo.stop(), host.stop()])), STOP_LIMIT_MS);

  sweepDemoFolders();
  links.start((hash, wantsDemo) => {
    if (wantsDemo) void openDemo();
    else showOwn(hash ?? '');
  }, isHidden);
  if (isHidden) host.begin();
  void watchTrayHost({
    platform: process.platform,
    env: process.env,
    onChange: (isThere) => {
      trayHost = isThere;
      tray.setPlace(isThere);
      wayBack.setPlace(isThere);
    },
  });
}
