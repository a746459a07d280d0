import { z } from 'zod';
import { DAY_MS } from '#shared/protocol/limits.ts';
import type { SettingsStore } from '../../store/settings-store.ts';
import type { Clock } from '../random.ts';

const KEY = 'attachments';
/** A copy in the home takes room on its disk, and may be of a conversation that nobody opens any more. */
const KEPT_MS = 30 * DAY_MS;

const Begun = z.object({
  id: z.string(),
  /** The conversation in which it was chosen. */
  thread: z.string(),
  name: z.string(),
  type: z.string(),
  bytes: z.int(),
  file: z.object({ path: z.string(), bytes: z.int(), changedAtNs: z.string() }),
  staged: z.boolean(),
  atMs: z.number(),
});

/** A file that was chosen in a conversation and is not sent yet. */
export type BegunAttachment = z.infer<typeof Begun>;

/** What is kept over a restart of files that were chosen and not sent, as the text beside them is. */
export class BegunAttachments {
  readonly #settings: SettingsStore;
  readonly #clock: Clock;

  constructor(settings: SettingsStore, clock: Clock) {
    this.#settings = settings;
    this.#clock = clock;
  }

  now(): number {
    return this.#clock();
  }

  /** In the order in which they were chosen. */
  all(): BegunAttachment[] {
    const begun = this.#settings.get(KEY, z.array(Begun), []);
    return begun.filter(({ atMs }) => this.#clock() - atMs < KEPT_MS);
  }

  /** Throws what the database throws. */
  keep(begun: readonly BegunAttachment[]): void {
    this.#settings.set(KEY, begun);
  }
}
