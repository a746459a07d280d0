export interface WayBackOptions {
  /** A window that only the tray's icon calls back. */
  readonly isHidden: () => boolean;
  readonly minimise: () => void;
  /** A panel that is started anew, or later than we are, is waited for so long. */
  readonly graceMs?: number;
}

const GRACE_MS = 5_000;

/** Keeps a hidden window within reach: without a place for the icon it stands in the bar of windows instead. */
export class WayBack {
  readonly #options: WayBackOptions;
  #waiting: NodeJS.Timeout | null = null;
  #hasPlace = false;
  /** Nothing that could call the window back has come in time. */
  #isLost = false;

  constructor(options: WayBackOptions) {
    this.#options = options;
  }

  get hasPlace(): boolean {
    return this.#hasPlace;
  }

  setPlace(isThere: boolean): void {
    this.#hasPlace = isThere;
    if (this.#waiting) clearTimeout(this.#waiting);
    this.#waiting = null;
    this.#isLost = false;
    if (isThere) return;
    this.#waiting = setTimeout(() => {
      this.#isLost = true;
      this.look();
    }, this.#options.graceMs ?? GRACE_MS);
  }

  /** Asks again whether the window is hidden: a busy machine starts its node later than the panel was waited for. */
  look(): void {
    if (!this.#isLost || !this.#options.isHidden()) return;
    this.#isLost = false;
    this.#options.minimise();
  }
}
