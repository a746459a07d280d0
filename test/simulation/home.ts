import type { HashedEntry } from '#shared/protocol/log/entry.ts';
import type { Mark } from '../../electron/node/store/head-marker.ts';
import type { Barred } from '../../electron/node/store/safety-state.ts';

/** What survives a crash; a copy of it is a backup. */
export interface Home {
  readonly entries: HashedEntry[];
  readonly storedAtMs: Map<string, number>;
  ownHead: string | null;
  /** What keeps it from signing. */
  barred: Barred | null;
  wasMarked: boolean;
}

export function copyHome(home: Home): Home {
  return { ...home, entries: [...home.entries], storedAtMs: new Map(home.storedAtMs) };
}

/** How far the own feed has come, kept beside the home: no restore takes it back, and a new computer has none. */
export class Marker {
  #mark: Mark | null;

  constructor(mark: Mark | null = null) {
    this.#mark = mark;
  }

  read(): Mark | null {
    return this.#mark;
  }

  write(mark: Mark): void {
    this.#mark = mark;
  }
}
