import { toFailure } from '#shared/contract/errors.ts';
import { ClosedGate } from '../../transport/join/ask-to-join.ts';

/** A gate may close for a moment, when others crowd it or the inviter starts anew; for so long it means nothing. */
export const CLOSED_MS = 30_000;
/** The same, once both sides have proved themselves. */
const CLOSED_TOLD_MS = 10 * CLOSED_MS;
/** Answers after which asking again cannot help. */
const FINAL_CODES = new Set([
  'refused',
  'expired',
  'not-found',
  'conflict',
  'already-exists',
  'malformed',
  'unsupported',
  'bad-signature',
]);

/** Whether a newcomer that was not answered may still hope for an answer. */
export class JoinHopes {
  readonly #clock: () => number;
  #closedSinceMs: number | null = null;

  constructor(clock: () => number) {
    this.#clock = clock;
  }

  answered(): void {
    this.#closedSinceMs = null;
  }

  /**
   * Whether asking again cannot help.
   * @param told whether both sides have proved themselves
   */
  isOver(thrown: unknown, told: boolean): boolean {
    return FINAL_CODES.has(toFailure(thrown).code) || this.#staysClosed(thrown, told);
  }

  /** Whether the inviter has let nobody in for so long that it is no accident. */
  #staysClosed(thrown: unknown, told: boolean): boolean {
    const nowMs = this.#clock();
    if (!(thrown instanceof ClosedGate)) this.#closedSinceMs = null;
    else this.#closedSinceMs ??= nowMs;
    return this.#closedSinceMs !== null && nowMs - this.#closedSinceMs >= (told ? CLOSED_TOLD_MS : CLOSED_MS);
  }
}
