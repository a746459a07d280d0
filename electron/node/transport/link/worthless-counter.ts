import { MINUTE_MS } from '#shared/protocol/limits.ts';
import { type SayingKey, says } from '#shared/protocol/saying.ts';
import { ProtocolViolation } from './protocol-violation.ts';

/** So much within a minute that no honest peer sends is no accident. */
const WORTHLESS_PER_MINUTE = 100;

/** Counts what a peer sent although it could have known that it is worth nothing. */
export class WorthlessCounter {
  readonly #clock: () => number;
  readonly #tooMuch: SayingKey;
  #sinceMs: number;
  #count = 0;

  /** `tooMuch` says how many came. */
  constructor(clock: () => number, tooMuch: SayingKey) {
    this.#clock = clock;
    this.#tooMuch = tooMuch;
    this.#sinceMs = clock();
  }

  /** Throws a ProtocolViolation when it was too much. */
  add(found: number): void {
    if (found === 0) return;
    const nowMs = this.#clock();
    if (nowMs - this.#sinceMs > MINUTE_MS) {
      this.#sinceMs = nowMs;
      this.#count = 0;
    }
    this.#count += found;
    if (this.#count >= WORTHLESS_PER_MINUTE) {
      throw new ProtocolViolation(says(this.#tooMuch, { count: this.#count }));
    }
  }
}
