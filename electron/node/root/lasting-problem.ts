import type { Problem } from '#shared/contract/domain/snapshot.ts';
import type { Failure } from '#shared/contract/errors.ts';

/** How often a condition like a full disk is looked at again. */
const PROBE_INTERVAL_MS = 5_000;

export interface LastingProblemOptions {
  /** Tries what the condition prevents; throws while it lasts. */
  readonly probe: () => void;
  readonly changed: () => void;
}

/** A condition that concerns the whole node, like a full disk. It is looked at again until it is gone. */
export class LastingProblem {
  readonly #options: LastingProblemOptions;
  #present: Problem | null = null;
  #timer: NodeJS.Timeout | null = null;

  constructor(options: LastingProblemOptions) {
    this.#options = options;
  }

  get present(): Problem | null {
    return this.#present;
  }

  report({ code, message, says }: Failure): void {
    this.#present = { code, message, ...(says ? { says } : {}) };
    this.#options.changed();
    this.#timer ??= setInterval(() => this.#look(), PROBE_INTERVAL_MS);
  }

  stop(): void {
    if (this.#timer) clearInterval(this.#timer);
    this.#timer = null;
  }

  #look(): void {
    try {
      this.#options.probe();
    } catch {
      return;
    }
    this.stop();
    this.#present = null;
    this.#options.changed();
  }
}
