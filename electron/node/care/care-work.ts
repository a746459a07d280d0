import type { Care, WorkStage } from '#shared/contract/domain/care.ts';
import { GhostStackError } from '#shared/contract/errors.ts';
import { says } from '#shared/protocol/saying.ts';
import type { Work } from './backup/work.ts';

export type CareWork = NonNullable<Care['work']>;

const FIRST_STAGES: { readonly [Kind in CareWork['kind']]?: WorkStage } = {
  free: 'freeing',
  verify: 'checking',
};

/** What is told of it changes so often at most. */
const TELL_MS = 100;

/** Long work, one piece at a time: what is shown of it, and how it is called off. */
export class WorkDesk {
  readonly #changed: () => void;
  #present: { shown: CareWork; stop: AbortController; ended: Promise<unknown> } | null = null;
  #toldAtMs = 0;

  constructor(changed: () => void) {
    this.#changed = changed;
  }

  get shown(): CareWork | null {
    return this.#present?.shown ?? null;
  }

  /** Throws `conflict` while other work goes on. */
  async run<T>(kind: CareWork['kind'], act: (work: Work) => Promise<T>): Promise<T> {
    if (this.#present) throw new GhostStackError('conflict', says('error.care.busy'));
    const stop = new AbortController();
    const shown: CareWork = { kind, stage: FIRST_STAGES[kind] ?? 'copying', done: 0, total: 0 };
    const ended = act({
      signal: stop.signal,
      progress: (stage, done, total) => this.#progress(kind, stage, done, total),
    });
    this.#present = { shown, stop, ended };
    this.#changed();
    try {
      return await ended;
    } finally {
      this.#present = null;
      this.#changed();
    }
  }

  cancel(): void {
    this.#present?.stop.abort();
  }

  /** Calls off what goes on, and waits for its end. */
  async end(): Promise<void> {
    this.cancel();
    await this.#present?.ended.catch(() => {});
  }

  #progress(kind: CareWork['kind'], stage: WorkStage, done: number, total: number): void {
    if (!this.#present) return;
    const isNew = this.#present.shown.stage !== stage;
    this.#present.shown = { kind, stage, done, total };
    const nowMs = performance.now();
    if (!isNew && nowMs - this.#toldAtMs < TELL_MS) return;
    this.#toldAtMs = nowMs;
    this.#changed();
  }
}
