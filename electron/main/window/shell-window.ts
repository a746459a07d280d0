import type { BrowserWindow } from 'electron';
import type { PushName, PushValue } from '#shared/contract/contract.ts';
import { pushChannel } from '#shared/contract/electron-channels.ts';
import { type Look, lookOf } from './look.ts';
import { focusWindow, openMainWindow, showPage } from './main-window.ts';
import type { ShellMemory } from './shell-memory.ts';

export interface ShellWindowOptions {
  /** The dashboard's address, of our own origin. */
  readonly url: string;
  readonly preload: string;
  readonly memory: ShellMemory;
  /** Asked before it closes; where it answers false, the window stays. */
  readonly mayClose: (window: BrowserWindow) => boolean;
}

/** The one window, which is there or not, and made when it is asked for. */
export class ShellWindow {
  readonly #options: ShellWindowOptions;
  #window: BrowserWindow | null = null;
  #isHidden = false;

  constructor(options: ShellWindowOptions) {
    this.#options = options;
  }

  get contentsId(): number | null {
    return this.#window?.webContents.id ?? null;
  }

  /** For a dialog that belongs to it. */
  get shown(): BrowserWindow | null {
    return this.#window;
  }

  get isThere(): boolean {
    return this.#window !== null;
  }

  get look(): Look {
    return lookOf(this.#window);
  }

  /** Put away, or not there at all. */
  get isOutOfSight(): boolean {
    return this.#window === null || this.#isHidden;
  }

  /** Shows the window, and in it what the part after `#` names: a page, or the dialog of an invitation. */
  show(hash: string): void {
    if (!this.#window) return void this.#open(hash, false);
    focusWindow(this.#window);
    if (hash) showPage(this.#window, this.#options.url + hash);
  }

  /** Where it would be hidden, if there were a place to call it back from. */
  showMinimized(): void {
    if (this.#window) this.#window.minimize();
    else this.#open('', true);
  }

  hide(): void {
    this.#window?.hide();
  }

  /** Until it is called back from the icon. */
  putAway(): void {
    this.#isHidden = true;
    this.hide();
  }

  send<N extends PushName>(name: N, value: PushValue<N>): void {
    this.#window?.webContents.send(pushChannel(name), value);
  }

  #open(hash: string, isMinimized: boolean): void {
    const { url, preload, memory, mayClose } = this.#options;
    const window = openMainWindow({
      url: url + hash,
      preload,
      state: memory.state,
      isMinimized,
      onPlace: (place) => memory.keep(place),
    });
    window.on('close', (event) => {
      if (!mayClose(window)) event.preventDefault();
    });
    window.on('show', () => {
      this.#isHidden = false;
    });
    window.once('closed', () => {
      this.#window = null;
      this.#isHidden = false;
    });
    this.#window = window;
  }
}
