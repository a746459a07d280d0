import { z } from 'zod';
import type { Problem } from '#shared/contract/domain/snapshot.ts';
import { fail } from '#shared/contract/errors.ts';
import { type Saying, says, sentences } from '#shared/protocol/saying.ts';
import type { SettingsStore } from '../../store/settings-store.ts';
import { DAMAGES } from './find-damage.ts';

/** What was found of a damaged database, and what became of what was in it. */
export const DamageNote = z.object({
  atMs: z.int(),
  found: z.enum(DAMAGES),
  /** The kept copy's name in the home; null where there was nothing to keep. */
  copy: z.string().nullable(),
  receipts: z.int().min(0),
  messages: z.int().min(0),
  /** Receipts and messages that there were and are not here now, as far as anything tells. */
  lostReceipts: z.int().min(0),
  lostMessages: z.int().min(0),
  /** Own receipts may be missing: nothing is signed before the members have answered. */
  isBarred: z.boolean(),
  seen: z.boolean(),
});
export type DamageNote = z.infer<typeof DamageNote>;

const KEY = 'damage';

export function readDamageNote(settings: SettingsStore): DamageNote | null {
  return settings.get(KEY, DamageNote.nullable(), null);
}

export function writeDamageNote(settings: SettingsStore, note: DamageNote): void {
  settings.set(KEY, note);
}

export function damageSays({ atMs, copy, receipts, messages, ...rest }: DamageNote): Saying {
  const { lostReceipts, lostMessages, isBarred } = rest;
  const kept = copy === null ? says('damage.nothingKept') : says('damage.kept', { copy });
  const lost =
    lostReceipts + lostMessages === 0
      ? says('damage.nothingLost')
      : says('damage.lost', { receipts: lostReceipts, messages: lostMessages });
  const next = isBarred ? says('damage.barred') : says('damage.fetched');
  return sentences([
    says('damage.found', { at: { atMs }, kept }),
    says('damage.saved', { receipts, messages, lost }),
    next,
  ]);
}

/** For as long as nobody has said that it was read. */
export function damageProblem(note: DamageNote | null): Problem | null {
  if (!note || note.seen) return null;
  return { ...fail('store-corrupt', damageSays(note)).error, isPast: true };
}
