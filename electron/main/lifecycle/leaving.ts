import type { App, BrowserWindow, Dialog, MessageBoxOptions } from 'electron';
import type { Snapshot } from '#shared/contract/domain/snapshot.ts';
import { nameList } from '#shared/words/format/names.ts';
import { personName } from '#shared/words/format/person-name.ts';
import { t } from '#shared/words/translate.ts';
import { type Closing, closingDoes } from '../window/closing.ts';
import type { ShellMemory } from '../window/shell-memory.ts';

export interface LeavingOptions {
  readonly app: App;
  readonly dialog: Pick<Dialog, 'showMessageBox'>;
  readonly memory: ShellMemory;
  readonly node: () => Snapshot | null;
  readonly hasPlace: () => boolean;
  /** Hides the window, which its icon calls back. */
  readonly putAway: () => void;
  /** Another window of the app is open: this one may go without the app. */
  readonly hasOther: () => boolean;
}

/** Closing the window and ending the app, as far as the operator is asked. What the system ends is not asked about. */
export class Leaving {
  readonly #options: LeavingOptions;
  #isQuitting = false;
  #isAsking = false;

  constructor(options: LeavingOptions) {
    this.#options = options;
    options.app.on('before-quit', () => {
      this.#isQuitting = true;
    });
  }

  get isQuitting(): boolean {
    return this.#isQuitting;
  }

  /** What closing the window does now, and the last window of the app. */
  get does(): Closing {
    const { node, hasPlace } = this.#options;
    return closingDoes({ isQuitting: this.#isQuitting, node: node(), hasPlace: hasPlace() });
  }

  /** False where the window stays, hidden or not. */
  mayClose(window: BrowserWindow): boolean {
    const { does } = this;
    if (does === 'close' || (does === 'quit' && this.#options.hasOther())) return true;
    if (does === 'quit') void this.quit(window);
    else void this.#goOn(does, window);
    return false;
  }

  /** Ends the app, after a question if messages wait here. */
  async quit(window: BrowserWindow | null = null): Promise<void> {
    const node = this.#options.node();
    const waits = node ? whatWaits(node) : null;
    if (waits !== null) {
      const answer = await this.#ask(window, {
        type: 'question',
        message: t('background.quit.message'),
        detail: waits,
        buttons: [t('menu.quit'), t('common.cancel')],
      });
      if (answer !== 0) return;
    }
    this.#options.app.quit();
  }

  /** The first time it says what happens now; with the window still in sight, so that nobody looks for it. */
  async #goOn(does: 'hide' | 'minimise', window: BrowserWindow): Promise<void> {
    const { memory, app } = this.#options;
    const { told } = memory.state;
    if (!told.includes(does)) {
      const words = does === 'hide' ? 'hides' : 'minimises';
      const answer = await this.#ask(window, {
        type: 'info',
        message: t(`background.${words}.message`),
        detail: t(`background.${words}.text`),
        buttons: [t('background.keep'), t('background.quitInstead')],
      });
      if (answer === null) return;
      if (answer === 1) return app.quit();
      memory.keep({ told: [...told, does] });
    }
    if (window.isDestroyed()) return;
    if (does === 'hide') this.#options.putAway();
    else window.minimize();
  }

  /** The number of the button; null while another question is open. Escape is the last button of a question, and the first of news. */
  async #ask(window: BrowserWindow | null, asked: MessageBoxOptions): Promise<number | null> {
    if (this.#isAsking) return null;
    this.#isAsking = true;
    const options = { ...asked, title: 'GhostStack', defaultId: 0, cancelId: asked.type === 'info' ? 0 : 1 };
    const { dialog } = this.#options;
    try {
      const parent = window?.isVisible() ? window : null;
      const shown = parent ? dialog.showMessageBox(parent, options) : dialog.showMessageBox(options);
      return (await shown).response;
    } finally {
      this.#isAsking = false;
    }
  }
}

/** `5 messages wait for bob.`, and what becomes of them; null where none do. */
export function whatWaits(node: Snapshot): string | null {
  const { waiting, waitingFor } = node.queue;
  if (waiting === 0) return null;
  const names = waitingFor.map((thread) =>
    thread === 'broadcast' ? t('background.quit.everyone') : personName(node, thread),
  );
  return t('background.quit.text', { n: waiting, names: nameList(names) });
}
