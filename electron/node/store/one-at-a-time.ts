/** Runs one piece of work after another, and none once it has ended. */
export class OneAtATime {
  #last: Promise<void> = Promise.resolve();
  #hasEnded = false;

  run(work: () => Promise<void>): Promise<void> {
    const next = this.#last.then(() => (this.#hasEnded ? undefined : work()));
    this.#last = next.catch(() => undefined);
    return next;
  }

  /** Resolves when what has begun is over. */
  async end(): Promise<void> {
    this.#hasEnded = true;
    await this.#last;
  }
}
