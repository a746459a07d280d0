import type { Saying } from '#shared/protocol/saying.ts';
import { type Alarm, computerAlarm } from './alarm.ts';

/** For the address that comes with a member's word to be asked for proof: so long is it believed without. */
export const TWIN_WORD_MS = 60_000;

/**
 * What is known of a second live node with this one's key. One that has proved the key counts until the operator says
 * otherwise; a member's word that there is one counts for a minute, and once: it may be a lie.
 */
export class TwinNews {
  readonly #changed: () => void;
  readonly #tellers = new Set<string>();
  readonly #believed = new Map<string, Saying>();
  readonly #alarm: Alarm;
  readonly #pending = new Set<() => void>();
  #shown: Saying | null = null;

  constructor(changed: () => void, alarm: Alarm = computerAlarm) {
    this.#changed = changed;
    this.#alarm = alarm;
  }

  /** Why nothing may be signed, or null. */
  get reason(): Saying | null {
    return this.#shown ?? [...this.#believed.values()][0] ?? null;
  }

  shown(reason: Saying): void {
    this.#shown = reason;
    this.#changed();
  }

  told(teller: string, reason: Saying): void {
    if (this.#tellers.has(teller)) return;
    this.#tellers.add(teller);
    this.#believed.set(teller, reason);
    const callOff = this.#alarm(TWIN_WORD_MS, () => {
      this.#pending.delete(callOff);
      this.#believed.delete(teller);
      this.#changed();
    });
    this.#pending.add(callOff);
    this.#changed();
  }

  /** The operator knows better. Who proves the key after this counts again. */
  clear(): void {
    this.stop();
    this.#shown = null;
    this.#believed.clear();
  }

  stop(): void {
    for (const callOff of this.#pending) callOff();
    this.#pending.clear();
  }
}
