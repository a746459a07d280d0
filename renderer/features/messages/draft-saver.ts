/** Who types is saved at the first key, and then so often. */
const PAUSE_MS = 300;

/** Hands on what is typed: at once, and then the newest at most every PAUSE_MS. */
export class DraftSaver<Draft> {
  readonly #save: (draft: Draft) => void;
  #pause: ReturnType<typeof setTimeout> | null = null;
  #due: Draft | null = null;

  constructor(save: (draft: Draft) => void) {
    this.#save = save;
  }

  /** Whether everything was handed on, a while ago. */
  get isAtRest(): boolean {
    return this.#pause === null;
  }

  change(draft: Draft): void {
    this.#due = draft;
    if (this.#pause === null) this.#next();
  }

  /** Hands on what is due, now. */
  flush(): void {
    if (this.#pause !== null) clearTimeout(this.#pause);
    this.#pause = null;
    if (this.#due) this.#save(this.#due);
    this.#due = null;
  }

  #next(): void {
    const due = this.#due;
    this.#due = null;
    this.#pause = null;
    if (due === null) return;
    this.#save(due);
    this.#pause = setTimeout(() => this.#next(), PAUSE_MS);
  }
}
