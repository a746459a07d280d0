import { z } from 'zod';
import type { Problem } from '#shared/contract/domain/snapshot.ts';
import { fail } from '#shared/contract/errors.ts';
import { says } from '#shared/protocol/saying.ts';
import type { SettingsStore } from '../store/settings-store.ts';

const KEY = 'former-key-used';
const Note = z.object({ cell: z.string(), atMs: z.int(), times: z.int(), seen: z.boolean() });

/** That somebody signs with a key of ours which was changed: it is told until the operator has read it. */
export class FormerKeys {
  readonly #settings: SettingsStore;
  readonly #clock: () => number;
  readonly #changed: () => void;

  constructor(settings: SettingsStore, clock: () => number, changed: () => void) {
    this.#settings = settings;
    this.#clock = clock;
    this.#changed = changed;
  }

  used(cell: string): void {
    const before = this.#note();
    const times = before?.cell === cell && !before.seen ? before.times + 1 : 1;
    this.#settings.set(KEY, { cell, atMs: this.#clock(), times, seen: false });
    this.#changed();
  }

  seen(): void {
    const note = this.#note();
    if (!note || note.seen) return;
    this.#settings.set(KEY, { ...note, seen: true });
    this.#changed();
  }

  problem(): Problem | null {
    const note = this.#note();
    if (!note || note.seen) return null;
    const said = says('error.root.formerKeyUsed', { at: { atMs: note.atMs }, times: note.times });
    // Nothing waits for it: whoever has a former key must not keep its owner from anything.
    return { ...fail('conflict', said).error, isPast: true };
  }

  #note(): z.infer<typeof Note> | null {
    return this.#settings.get(KEY, Note.nullable(), null);
  }
}
