import type { Findings, FullCheck, Surroundings } from '#shared/contract/domain/doctor.ts';
import type { EventLevel } from '#shared/contract/domain/event.ts';
import { DatabaseCheck } from '../doctor/full-check.ts';
import { type Inside, lookAtHome } from '../doctor/look-at-home.ts';
import { type EventsPage, readEvents } from '../store/events/read-events.ts';
import type { Home } from './home.ts';

export interface NodeDoctorOptions {
  readonly home: Home;
  readonly clock: () => number;
  readonly inside: () => Inside;
  /** Whether members are looked for by multicast: only then is it tried. */
  readonly mayProbe: () => boolean;
  /** All that was told is in the files before they are read. */
  readonly flush: () => Promise<void>;
}

/** What a running node tells of itself to whoever looks for what is wrong. */
export class NodeDoctor {
  readonly #options: NodeDoctorOptions;
  readonly #check: DatabaseCheck;

  constructor(options: NodeDoctorOptions) {
    this.#options = options;
    this.#check = new DatabaseCheck(options.home.databasePath);
  }

  run({ probe, surroundings }: { probe: boolean; surroundings: Surroundings | null }): Promise<Findings> {
    const { home, clock, inside, mayProbe } = this.#options;
    return lookAtHome({ home, surroundings, probe: probe && mayProbe(), nowMs: clock() }, inside());
  }

  async events(page: { level: EventLevel; limit: number }): Promise<EventsPage> {
    await this.#options.flush();
    return readEvents(this.#options.home.logFolder, page);
  }

  fullCheck(act: 'start' | 'look' | 'cancel'): FullCheck {
    if (act === 'start') void this.#check.start();
    if (act === 'cancel') this.#check.cancel();
    return this.#check.look();
  }

  stop(): void {
    this.#check.cancel();
  }
}
