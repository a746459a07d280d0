import type { Problem } from '#shared/contract/domain/snapshot.ts';
import type { SettingsStore } from '../../store/settings-store.ts';
import { type DamageNote, damageProblem, readDamageNote, writeDamageNote } from './damage-note.ts';

/** What was found of the database the last time, until its operator has read it. */
export class SeenDamage {
  readonly #settings: SettingsStore;
  readonly #changed: () => void;

  constructor(settings: SettingsStore, changed: () => void) {
    this.#settings = settings;
    this.#changed = changed;
  }

  note(): DamageNote | null {
    return readDamageNote(this.#settings);
  }

  problem(): Problem | null {
    return damageProblem(this.note());
  }

  seen(): void {
    const note = this.note();
    if (!note || note.seen) return;
    writeDamageNote(this.#settings, { ...note, seen: true });
    this.#changed();
  }
}
