import type { Problem } from '#shared/contract/domain/snapshot.ts';
import { fail, type GhostStackError, saysOf } from '#shared/contract/errors.ts';
import { inEnglish, type Saying, says, sentences } from '#shared/protocol/saying.ts';
import { storeCondition, storeError } from '../store/classify-error.ts';
import { codeOf, placesOf } from '../store/events/event-values.ts';
import { isDamage } from './damage/met-damage.ts';

interface Fault {
  readonly what: Saying;
  readonly reason: Saying;
  readonly times: number;
}

/** Kinds of faults that are remembered; with more of them, the first ones say enough. */
const FAULTS_MAX = 20;

/**
 * What a node could not do because of an error that nobody foresaw. It is said in the node's `problem`, and the node
 * goes on without it: one bad row or one bug must not end everything, again at every start.
 */
export class Faults {
  readonly #faults = new Map<string, Fault>();
  readonly #told: () => void;
  readonly #condition: (failure: GhostStackError) => void;
  readonly #logged: (what: Saying, error: unknown) => void;
  readonly #damaged: (error: unknown) => void;

  /**
   * `told` is called at each report; `condition` in its place when all that is wrong is a full disk or the like;
   * `logged` with each error, for the log files; `damaged` as well where a page of the database cannot be read.
   */
  constructor(
    told: () => void,
    condition: (failure: GhostStackError) => void,
    logged: (what: Saying, error: unknown) => void = () => {},
    damaged: (error: unknown) => void = () => {},
  ) {
    this.#told = told;
    this.#condition = condition;
    this.#logged = logged;
    this.#damaged = damaged;
  }

  /** Runs it; what it throws is reported, and undefined returned. `what` begins a sentence: "Closing ballots". */
  guarded<T>(what: Saying, run: () => T): T | undefined {
    try {
      return run();
    } catch (error) {
      this.report(what, error);
      return undefined;
    }
  }

  report(what: Saying, error: unknown): void {
    const condition = storeCondition(error);
    if (condition) {
      this.#condition(condition);
      return;
    }
    this.met(error);
    const name = inEnglish(what);
    const times = 1 + (this.#faults.get(name)?.times ?? 0);
    const fault = { what, reason: saysOf(storeError(error) ?? error), times };
    if (times > 1 || this.#faults.size < FAULTS_MAX) this.#faults.set(name, fault);
    this.#logged(what, error);
    // Once, for whoever looks for the cause. What the error says may quote others: that is for the window alone.
    if (times === 1) console.error(`ghoststack: ${name} failed (${codeOf(error)}) at ${placesOf(error)}`);
    this.#told();
  }

  /** An error that is told elsewhere. */
  met(error: unknown): void {
    if (isDamage(error)) this.#damaged(error);
  }

  problem(): Problem | null {
    if (this.#faults.size === 0) return null;
    const said = [...this.#faults.values()].map((fault) => says('fault.failed', { ...fault }));
    return fail('internal', sentences([...said, says('fault.goesOn')])).error;
  }
}
