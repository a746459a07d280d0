import type { Told } from '#shared/contract/domain/saying.ts';

/** So many questions come quickly: whoever is let in without being asked is in at once. */
const QUICK = 4;
const QUICK_MS = 700;
/** From then on. Four newcomers behind one address stay within what a desk answers one address. */
const PATIENT_MS = 3_500;
/** After so long without an answer, the operator is told. */
const SILENT_MS = 10_000;

/** How often a newcomer asks, and what it says when no answer comes for a while. */
export class JoinPace {
  #asked = 0;
  #answeredAtMs: number;
  #trouble: Told | null = null;

  constructor(nowMs: number) {
    this.#answeredAtMs = nowMs;
  }

  /** Until the next question. */
  nextMs(): number {
    this.#asked += 1;
    return this.#asked < QUICK ? QUICK_MS : PATIENT_MS;
  }

  answered(nowMs: number): void {
    this.#answeredAtMs = nowMs;
    this.#trouble = null;
  }

  failed(trouble: Told): void {
    this.#trouble = trouble;
  }

  /** Why nothing is heard, once that lasts; null before. */
  silence(nowMs: number): Told | null {
    return nowMs - this.#answeredAtMs >= SILENT_MS ? this.#trouble : null;
  }
}
