import { z } from 'zod';
import type { CellMember } from '#shared/contract/domain/cell.ts';
import { encodeMultikey } from '../../crypto/multikey.ts';
import type { SettingsStore } from '../../store/settings-store.ts';

const Notes = z.record(z.string(), z.object({ key: z.string(), atMs: z.int() }));
type Notes = z.infer<typeof Notes>;

/**
 * Whose key this operator has compared, and when: a note of its own, in its home, that is told to nobody and counts for
 * nothing. It is of one key: a member with another one is to be compared again.
 */
export class Comparisons {
  readonly #settings: SettingsStore;
  readonly #name: string;

  constructor(settings: SettingsStore, cell: string) {
    this.#settings = settings;
    this.#name = `compared/${cell}`;
  }

  of(scid: string, signingKey: Uint8Array): CellMember['compared'] {
    const notes = this.#notes();
    const note = Object.hasOwn(notes, scid) ? notes[scid] : undefined;
    if (!note) return null;
    return { atMs: note.atMs, isOutdated: note.key !== encodeMultikey('ed25519', signingKey) };
  }

  note(scid: string, signingKey: Uint8Array, atMs: number): void {
    const key = encodeMultikey('ed25519', signingKey);
    this.#settings.set(this.#name, { ...this.#notes(), [scid]: { key, atMs } });
  }

  /** The words differ: nothing that was noted before holds. */
  forget(scid: string): void {
    const { [scid]: _gone, ...others } = this.#notes();
    this.#settings.set(this.#name, others);
  }

  #notes(): Notes {
    return this.#settings.get(this.#name, Notes, {});
  }
}
