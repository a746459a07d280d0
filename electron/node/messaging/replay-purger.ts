import { type Failure, toFailure } from '#shared/contract/errors.ts';
import { HOUR_MS } from '#shared/protocol/limits.ts';
import type { Inbox } from './inbox.ts';

export const PURGE_EVERY_MS = HOUR_MS;

/** Lets an inbox forget what it no longer needs to recognise: at once, and every hour. */
export class ReplayPurger {
  readonly #inbox: Pick<Inbox, 'purge'>;
  readonly #problem: (failure: Failure) => void;
  #timer: NodeJS.Timeout | null = null;

  constructor(inbox: Pick<Inbox, 'purge'>, problem: (failure: Failure) => void) {
    this.#inbox = inbox;
    this.#problem = problem;
  }

  start(): void {
    if (this.#timer !== null) return;
    this.#purge();
    this.#timer = setInterval(() => this.#purge(), PURGE_EVERY_MS);
    this.#timer.unref();
  }

  stop(): void {
    if (this.#timer !== null) clearInterval(this.#timer);
    this.#timer = null;
  }

  #purge(): void {
    try {
      this.#inbox.purge();
    } catch (error) {
      // A full disk, for example: an hour later it is tried again.
      this.#problem(toFailure(error));
    }
  }
}
