import type { CheckedCall } from '#shared/contract/check-call.ts';
import type { CallName, CallParsed } from '#shared/contract/contract.ts';
import { ok, type Result, toFailure } from '#shared/contract/errors.ts';
import type { DatabaseCheck } from '../node/doctor/full-check.ts';
import { homeAt } from '../node/root/home.ts';

type Asked<N extends CallName> = CallParsed<N>;

/** Answers what is asked of the doctor where no node runs: it looks at the home from outside. */
export class OutsideDoctor {
  readonly #home: string;
  #check: DatabaseCheck | null = null;

  constructor(home: string) {
    this.#home = home;
  }

  /** Null for every other call. Never rejects. */
  answer({ name, input }: CheckedCall): Promise<Result<unknown>> | null {
    if (name === 'doctor.run') return this.#answered(() => this.#run(input as Asked<'doctor.run'>));
    if (name === 'doctor.events') return this.#answered(() => this.#events(input as Asked<'doctor.events'>));
    if (name === 'doctor.fullCheck')
      return this.#answered(() => this.#fullCheck(input as Asked<'doctor.fullCheck'>));
    return null;
  }

  async #answered(run: () => Promise<unknown>): Promise<Result<unknown>> {
    try {
      return ok(await run());
    } catch (thrown) {
      return { ok: false, error: toFailure(thrown) };
    }
  }

  async #run({ probe, surroundings }: Asked<'doctor.run'>): Promise<unknown> {
    // Loaded only here: a node that runs answers for itself.
    const { lookAtHome } = await import('../node/doctor/look-at-home.ts');
    return lookAtHome({ home: homeAt(this.#home), surroundings, probe, nowMs: Date.now() });
  }

  async #events(page: Asked<'doctor.events'>): Promise<unknown> {
    const { readEvents } = await import('../node/store/events/read-events.ts');
    return readEvents(homeAt(this.#home).logFolder, page);
  }

  async #fullCheck({ act }: Asked<'doctor.fullCheck'>): Promise<unknown> {
    const { DatabaseCheck } = await import('../node/doctor/full-check.ts');
    this.#check ??= new DatabaseCheck(homeAt(this.#home).databasePath);
    if (act === 'start') void this.#check.start();
    if (act === 'cancel') this.#check.cancel();
    return this.#check.look();
  }
}
