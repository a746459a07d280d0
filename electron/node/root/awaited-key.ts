import { type Alarm, computerAlarm } from '../cell/own-feed/alarm.ts';
import type { SigningKey } from '../crypto/signing-key.ts';

/** Whoever knows a key by its certificate lets it in at once. */
export const TAKEN_WITHIN_MS = 10_000;
/** One that nobody let in is left alone for so long, and for twice as long each time after that. */
export const NOT_AGAIN_MS = 60_000;
const LONGEST_MS = 60 * 60_000;

export interface AwaitedKeyOptions {
  /** The one in use; null while it is locked. */
  readonly present: () => SigningKey | null;
  /**
   * Those that may be the certified one although the log here does not say so; the likeliest first.
   * @param isAlone whether no peer talks with us
   */
  readonly candidates: (isAlone: boolean) => readonly SigningKey[];
  /** The node is to meet its peers under `key` from now on. */
  readonly redial: () => void;
  readonly clock: () => number;
  readonly alarm?: Alarm;
}

/**
 * Under which key a node meets its peers. As a rule it is the one with which it signs; once a peer has ended with `key`,
 * it is one that peers may know already, until the log that names it has come. A key that nobody lets in is no such key: a
 * peer may have lied, or another change was certified.
 */
export class AwaitedKey {
  readonly #options: AwaitedKeyOptions;
  readonly #alarm: Alarm;
  readonly #inVain = new Map<string, { readonly times: number; readonly untilMs: number }>();
  #awaited: SigningKey | null = null;
  #wasRefused = false;
  #callOff: (() => void) | null = null;

  constructor(options: AwaitedKeyOptions) {
    this.#options = options;
    this.#alarm = options.alarm ?? computerAlarm;
  }

  get key(): SigningKey | null {
    return this.#awaited ?? this.#options.present();
  }

  /** Whether a peer has said that the key in use was changed, and nobody has talked with us under it since. */
  get wasRefused(): boolean {
    return this.#wasRefused;
  }

  /** A peer has ended a connection that was under this key, since it was changed. */
  refused(under: SigningKey, isAlone: boolean): void {
    if (under.did !== this.key?.did) return;
    this.#wasRefused = true;
    if (this.#awaited) this.#giveUp();
    const nowMs = this.#options.clock();
    const next = this.#options.candidates(isAlone).find(({ did }) => {
      return did !== under.did && (this.#inVain.get(did)?.untilMs ?? nowMs) <= nowMs;
    });
    if (next) this.#await(next);
    else if (this.key?.did !== under.did) this.#options.redial();
  }

  /** A peer talks with us under this key. */
  taken(under: SigningKey): void {
    if (under.did === this.#awaited?.did) this.#quiet();
    else if (under.did === this.#options.present()?.did) this.#wasRefused = false;
  }

  /** The log has come. */
  certified(): void {
    this.stop();
    this.#wasRefused = false;
    this.#inVain.clear();
  }

  /** `present` is another one, as is known without guessing. */
  renewed(): void {
    this.certified();
    this.#options.redial();
  }

  stop(): void {
    this.#quiet();
    this.#awaited = null;
  }

  #await(key: SigningKey): void {
    this.#awaited = key;
    this.#callOff = this.#alarm(TAKEN_WITHIN_MS, () => {
      this.#giveUp();
      this.#options.redial();
    });
    this.#options.redial();
  }

  #giveUp(): void {
    this.#quiet();
    if (!this.#awaited) return;
    const { did } = this.#awaited;
    const times = (this.#inVain.get(did)?.times ?? 0) + 1;
    const waitMs = Math.min(NOT_AGAIN_MS * 2 ** (times - 1), LONGEST_MS);
    this.#inVain.set(did, { times, untilMs: this.#options.clock() + waitMs });
    this.#awaited = null;
  }

  #quiet(): void {
    this.#callOff?.();
    this.#callOff = null;
  }
}
