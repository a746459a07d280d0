import type { PowerMonitor } from 'electron';
import type { Snapshot } from '#shared/contract/domain/snapshot.ts';

export interface AutoLockOptions {
  readonly power: Pick<PowerMonitor, 'getSystemIdleTime'> & {
    on(event: 'suspend' | 'resume', listener: () => void): unknown;
  };
  readonly node: () => Snapshot | null;
  readonly lock: () => void;
  /** Tries every peer at once. */
  readonly redial: () => void;
}

const LOOK_EVERY_MS = 10_000;

/** Whether there is a key to lock: one that only its passphrase opens again. */
export function canLock(node: Snapshot | null): boolean {
  return node?.phase === 'running' && node.me?.keyProtection === 'passphrase';
}

/** Locks the key where nobody is at the computer any more, as far as the operator has chosen, and reaches out again after sleep. */
export class AutoLock {
  readonly #options: AutoLockOptions;
  #isAsleep = false;

  constructor(options: AutoLockOptions) {
    this.#options = options;
    const { power } = options;
    // Each is told twice for one sleep.
    power.on('suspend', () => this.#sleep());
    power.on('resume', () => this.#wake());
    setInterval(() => this.look(), LOOK_EVERY_MS).unref();
  }

  /** Whether it is time. */
  look(): void {
    const { power, node, lock } = this.#options;
    const now = node();
    const minutes = now?.settings.lockAfterMinutes ?? 0;
    if (minutes > 0 && canLock(now) && power.getSystemIdleTime() >= minutes * 60) lock();
  }

  #sleep(): void {
    if (this.#isAsleep) return;
    this.#isAsleep = true;
    const { node, lock } = this.#options;
    const now = node();
    if (now?.settings.lockOnSuspend && canLock(now)) lock();
  }

  #wake(): void {
    if (!this.#isAsleep) return;
    this.#isAsleep = false;
    this.#options.redial();
  }
}
