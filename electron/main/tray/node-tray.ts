import type { Menu, NativeImage, Tray } from 'electron';
import { language } from '#shared/words/language.ts';
import { t } from '#shared/words/translate.ts';
import { type TrayActions, trayMenu } from './tray-menu.ts';
import type { TrayIcon, TrayState } from './tray-state.ts';

export interface NodeTrayOptions {
  readonly Tray: typeof Tray;
  readonly Menu: typeof Menu;
  readonly image: (icon: TrayIcon) => NativeImage;
  readonly actions: TrayActions;
}

/** The icon beside the clock. It is made when there is a place for it, and anew when that place is another one. */
export class NodeTray {
  readonly #options: NodeTrayOptions;
  #isPlaceThere = false;
  #tray: Tray | null = null;
  #state: TrayState | null = null;
  /** What it shows already: to tell a panel the same again closes the menu that somebody has opened. */
  #shown = '';

  constructor(options: NodeTrayOptions) {
    this.#options = options;
  }

  /** A tray that was made for a place that has gone, or before there was one, never appears again. */
  setPlace(isThere: boolean): void {
    this.#tray?.destroy();
    this.#tray = null;
    this.#shown = '';
    this.#isPlaceThere = isThere;
    this.#draw();
  }

  show(state: TrayState): void {
    this.#state = state;
    this.#draw();
  }

  #draw(): void {
    const { Tray: Kind, Menu, image, actions } = this.#options;
    const state = this.#state;
    if (!state || !this.#isPlaceThere) return;
    const shown = JSON.stringify([language(), state]);
    if (shown === this.#shown) return;
    this.#shown = shown;
    const picture = image(state.icon);
    if (this.#tray) this.#tray.setImage(picture);
    else {
      this.#tray = new Kind(picture);
      this.#tray.on('click', () => actions.open(''));
    }
    const demo = state.isDemo ? `${t('tray.demo')}\n` : '';
    this.#tray.setToolTip(`GhostStack\n${demo}${state.sentence}`);
    this.#tray.setContextMenu(Menu.buildFromTemplate(trayMenu(state, actions)));
  }
}
