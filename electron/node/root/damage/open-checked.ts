import { stateFolder } from '../../store/state-folder.ts';
import { openStore, type Store } from '../../store/store.ts';
import type { Home } from '../home.ts';
import { takeCleanStop } from './clean-stop.ts';
import type { DamageNote } from './damage-note.ts';
import { findDamage } from './find-damage.ts';
import { readHomeCard } from './home-card.ts';
import { goOnSalvaging, salvage } from './salvage.ts';

export interface OpenCheckedOptions {
  readonly home: Home;
  readonly readOnly: boolean;
  /** Where the marks of this home are; the user's own folder if not given. */
  readonly marks: string | undefined;
  /** Reads all of the file first, and not only what opening it reads. */
  readonly thorough: boolean;
  readonly nowMs: () => number;
}

export interface OpenedStore {
  readonly store: Store;
  /** What was found now of the database, and what became of it. */
  readonly damage: DamageNote | null;
  /** When all of the file was read last and found whole; null where it was not. */
  readonly checkedAtMs: number | null;
}

/**
 * Opens a home's database. A damaged one is kept as a copy, and what can be read of it is in the one that is opened
 * then; with `readOnly` it is left as it is, for a node to mend.
 * @throws {GhostStackError} `store-...`, in words
 */
export function openChecked({ home, readOnly, marks, thorough, nowMs }: OpenCheckedOptions): OpenedStore {
  const path = home.databasePath;
  if (readOnly) return { store: openStore({ path, readOnly }), damage: null, checkedAtMs: null };
  const card = readHomeCard(home.cardPath);
  const options = { home, card, stateFolder: marks ?? stateFolder(home.path), nowMs };
  const goneOn = goOnSalvaging(options);
  const checkedBefore = thorough ? takeCleanStop(path, nowMs()) : null;
  const found = goneOn ? null : findDamage(path, card, thorough && checkedBefore === null);
  const damage = found ? salvage(found, options) : goneOn;
  const checkedAtMs = checkedBefore ?? (thorough ? nowMs() : null);
  return { store: openStore({ path }), damage, checkedAtMs };
}
