import type { Alarm } from './alarm.ts';

/**
 * So long after it has answered, a member may still say that a second node of ours is connected to it: it asks that one
 * first whether it is there, for a second at most.
 */
export const TWIN_NOTICE_MS = 2_000;

/** Whether what was answered is so new that a second node may be told of yet. */
export class FreshAnswers {
  readonly #noticeMs: number;
  readonly #changed: () => void;
  readonly #alarm: Alarm;
  #callOff: (() => void) | null = null;

  constructor(noticeMs: number, changed: () => void, alarm: Alarm) {
    this.#noticeMs = noticeMs;
    this.#changed = changed;
    this.#alarm = alarm;
  }

  get areThere(): boolean {
    return this.#callOff !== null;
  }

  came(): void {
    if (this.#noticeMs === 0) return;
    this.#callOff?.();
    this.#callOff = this.#alarm(this.#noticeMs, () => {
      this.#callOff = null;
      this.#changed();
    });
  }

  stop(): void {
    this.#callOff?.();
    this.#callOff = null;
  }
}
