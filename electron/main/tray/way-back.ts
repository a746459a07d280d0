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
    if (isThere) return;
    const { isHidden, minimise, graceMs = GRACE_MS } = this.#options;
    this.#waiting = setTimeout(() => {
      if (isHidden()) minimise();
    }, graceMs);
  }
}
