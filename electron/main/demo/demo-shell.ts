import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type BrowserWindow, dialog, type Session, session } from 'electron';
import type { CallName } from '#shared/contract/contract.ts';
import type { Settings } from '#shared/contract/domain/settings.ts';
import type { Push } from '#shared/contract/domain/snapshot.ts';
import { pushChannel } from '#shared/contract/electron-channels.ts';
import { toFailure } from '#shared/contract/errors.ts';
import { t } from '#shared/words/translate.ts';
import { DemoCell } from '../../host/demo/demo-cell.ts';
import { answerFiles } from '../ipc/file-calls.ts';
import type { ServedWindow } from '../ipc/ipc-server.ts';
import { NodeView } from '../node-view.ts';
import { toldNowhere } from '../notifications/told-file.ts';
import { windowNotices } from '../notifications/window-notices.ts';
import type { RendererSource } from '../security/app-origin.ts';
import { serveApp } from '../security/app-protocol.ts';
import { hardenSession } from '../security/harden-session.ts';
import { lookOf } from '../window/look.ts';
import { focusWindow, openMainWindow, showPage } from '../window/main-window.ts';
import type { ShellState } from '../window/shell-state.ts';

export interface DemoShellOptions {
  readonly builtFolder: string;
  readonly source: RendererSource;
  /** Where the window opens. */
  readonly state: () => ShellState;
  /** As they are shown now; the demo begins so. */
  readonly settings: () => Partial<Settings>;
  /** The operator chose others in the demo. */
  readonly chosen: (settings: Settings) => void;
  /** The guide was left: the operator's own window is wanted, before the last one is closed. */
  readonly left: () => void;
  /** Its window is closed. */
  readonly ended: () => void;
}

interface Running {
  readonly cell: DemoCell;
  readonly window: BrowserWindow;
}

/**
 * The cell to try, in a window of its own beside that of the operator's home. Its pages live in a session that is kept
 * in memory alone, its nodes in a folder that goes with it: the profile never hears of it.
 */
export class DemoShell {
  readonly #options: DemoShellOptions;
  #running: Running | null = null;
  /** One after the other: a folder is gone before the next one is made. */
  #ending: Promise<void> = Promise.resolve();
  #count = 0;

  constructor(options: DemoShellOptions) {
    this.#options = options;
  }

  get isOpen(): boolean {
    return this.#running !== null;
  }

  /** Whose calls it answers. */
  get served(): ServedWindow | null {
    const { cell, window } = this.#running ?? {};
    if (!cell || !window || window.isDestroyed()) return null;
    const ask = (name: CallName, input: unknown) => cell.call(name, input);
    const files = { dialog, window: () => window, call: ask };
    return { contentsId: window.webContents.id, call: (name, input) => answerFiles(files, name, input) };
  }

  /** Opens it, or shows the one that is open. Resolves when its window shows. */
  async open(): Promise<void> {
    if (this.#running) return focusWindow(this.#running.window);
    const { builtFolder, source, state, settings, left, ended, chosen } = this.#options;
    const send = (push: Push): void => {
      if (push.changes.settings) chosen(push.changes.settings);
      notices.heard(push.messages ?? []);
      view.heard(push);
      if (!window.isDestroyed()) window.webContents.send(pushChannel('state'), push);
    };
    const cell = new DemoCell({
      workerUrl: pathToFileURL(join(builtFolder, 'node/worker.js')),
      settings: settings(),
      onPush: send,
      onEnd: () => {
        left();
        if (!window.isDestroyed()) window.close();
      },
    });
    const window = openMainWindow({
      url: source.startUrl,
      preload: join(builtFolder, 'preload/index.cjs'),
      state: state(),
      isMinimized: false,
      title: t('demo.title', { title: t('shell.product') }),
      session: this.#session(),
      onPlace: () => {},
    });
    const notices = windowNotices({
      look: () => lookOf(window),
      memory: toldNowhere(),
      open: (hash) => {
        focusWindow(window);
        showPage(window, source.startUrl + hash);
      },
      titled: (title) => t('demo.title', { title }),
    });
    const view = new NodeView({
      snapshot: () => cell.call('state.snapshot', { stateHash: false }),
      onChange: (node) => notices.changed(node),
    });
    this.#running = { cell, window };
    window.once('closed', () => {
      this.#running = null;
      notices.stop();
      this.#end(cell);
      ended();
    });
    void cell.start().catch((error: unknown) => {
      process.stderr.write(`ghoststack: the demo did not start: ${toFailure(error).message}\n`);
    });
    await new Promise<void>((resolve) => {
      window.once('show', () => resolve());
      window.once('closed', () => resolve());
    });
  }

  /** Ends it, and waits until nothing of it is left. */
  async stop(): Promise<void> {
    if (this.#running) this.#end(this.#running.cell);
    await this.#ending;
  }

  #end(cell: DemoCell): void {
    const stopped = cell.stop().catch((error: unknown) => {
      process.stderr.write(`ghoststack: the demo was not removed: ${String(error)}\n`);
    });
    this.#ending = this.#ending.then(() => stopped);
  }

  /** A new one each time, and none of them on disk: its name does not begin with `persist:`. */
  #session(): Session {
    const { builtFolder, source } = this.#options;
    this.#count += 1;
    const made = session.fromPartition(`demo-${this.#count}`);
    hardenSession(made, source);
    serveApp(made.protocol, join(builtFolder, 'renderer'));
    return made;
  }
}
