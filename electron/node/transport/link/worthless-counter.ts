import { MINUTE_MS } from '#shared/protocol/limits.ts';
import { ProtocolViolation } from './protocol-violation.ts';

/** So much within a minute that no honest peer sends is no accident. */
const WORTHLESS_PER_MINUTE = 100;

/** Counts what a peer sent although it could have known that it is worth nothing. */
export class WorthlessCounter {
  readonly #clock: () => number;
  readonly #what: string;
  #sinceMs: number;
  #count = 0;

  /** `what`: the plural of what is counted, for sentences. */
  constructor(clock: () => number, what: string) {
    this.#clock = clock;
    this.#what = what;
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
      throw new ProtocolViolation(`sent ${this.#count} worthless ${this.#what} within a minute`);
    }
  }
}
