import { stateFolder } from '../../store/state-folder.ts';
import { openStore, type Store } from '../../store/store.ts';
import type { Home } from '../home.ts';
import { findDamage } from './find-damage.ts';
import { readHomeCard } from './home-card.ts';
import { goOnSalvaging, salvage } from './salvage.ts';

export interface OpenCheckedOptions {
  readonly home: Home;
  readonly readOnly: boolean;
  /** Reads all of the file first, and not only what opening it reads. */
  readonly thorough: boolean;
  readonly nowMs: () => number;
}

/**
 * Opens a home's database. A damaged one is kept as a copy, and what can be read of it is in the one that is opened
 * then; with `readOnly` it is left as it is, for a node to mend.
 * @throws {GhostStackError} `store-...`, in words
 */
export function openChecked({ home, readOnly, thorough, nowMs }: OpenCheckedOptions): Store {
  const path = home.databasePath;
  if (readOnly) return openStore({ path, readOnly });
  const card = readHomeCard(home.cardPath);
  const options = { home, card, stateFolder: stateFolder(home.path), nowMs };
  if (goOnSalvaging(options) === null) {
    const found = findDamage(path, card, thorough);
    if (found) salvage(found, options);
  }
  return openStore({ path });
}
