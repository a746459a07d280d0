import { z } from 'zod';
import type { Epoch } from '#shared/closing/epoch.ts';
import type { IntegrityLog } from '../log/integrity-log.ts';
import type { SettingsStore } from '../store/settings-store.ts';

const Restored = z.object({
  /** Members who have told since what they hold of our feed. */
  answered: z.array(z.string()),
});
type Restored = z.infer<typeof Restored>;

export interface OwnFeedGuardOptions {
  readonly log: IntegrityLog;
  readonly settings: SettingsStore;
  readonly me: string;
  readonly epoch: () => Epoch | null;
  readonly changed: () => void;
}

/**
 * Keeps a node from forking itself (DESIGN §2). A member who holds receipts of ours that are not here shows that
 * this is an older copy of the home: nothing is signed until every other member has told what it holds, and then
 * in a new generation of the feed. A second live copy stops both until one of them ends.
 */
export class OwnFeedGuard {
  readonly #options: OwnFeedGuardOptions;
  #twin: string | null = null;

  constructor(options: OwnFeedGuardOptions) {
    this.#options = options;
    this.#bar();
  }

  /** What a member says that it holds of each feed, ours among them. */
  peerHolds(scid: string, tips: Readonly<Record<string, readonly string[]>>): void {
    const { log, me } = this.#options;
    const ours = tips[me] ?? [];
    const unknown = ours.some((hash) => !log.graph.get(hash));
    const restored = this.#state();
    if (unknown && !restored) this.#save({ answered: [] });
    else if (!unknown && restored && !restored.answered.includes(scid)) {
      this.#save({ answered: [...restored.answered, scid] });
    }
    this.#finish();
    this.#bar();
  }

  twinMet(reason: string): void {
    this.#twin = reason;
    this.#bar();
  }

  /** The operator goes on although some members have not answered. */
  override(): void {
    const restored = this.#state();
    if (restored) this.#goOn();
  }

  #finish(): void {
    const restored = this.#state();
    const epoch = this.#options.epoch();
    if (!restored || !epoch || this.#twin) return;
    const others = epoch.members.filter((member) => member.scid !== this.#options.me);
    if (others.every((member) => restored.answered.includes(member.scid))) this.#goOn();
  }

  #goOn(): void {
    const { log, settings } = this.#options;
    const head = log.ownHead();
    if (!head) return;
    log.barSigning(null);
    log.beginGeneration();
    // Only now: after a crash in between, the old generation must not go on.
    settings.set(this.#key(), null);
    this.#bar();
  }

  #bar(): void {
    const { log, changed } = this.#options;
    log.barSigning(this.#reason());
    changed();
  }

  #reason(): string | null {
    if (this.#twin) return this.#twin;
    const restored = this.#state();
    if (!restored) return null;
    const epoch = this.#options.epoch();
    const waiting = (epoch?.members ?? [])
      .filter((member) => member.scid !== this.#options.me && !restored.answered.includes(member.scid))
      .map((member) => member.alias);
    return `This is an older copy of your node: others hold receipts of yours that it did not have. It signs nothing until ${waiting.join(', ') || 'the log is whole'} ${waiting.length > 1 ? 'have' : 'has'} answered.`;
  }

  #state(): Restored | null {
    return this.#options.settings.get(this.#key(), Restored.nullable(), null);
  }

  #save(restored: Restored): void {
    this.#options.settings.set(this.#key(), restored);
  }

  #key(): string {
    return `restored/${this.#options.log.cell}`;
  }
}
