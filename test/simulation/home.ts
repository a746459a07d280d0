import type { HashedEntry } from '#shared/protocol/log/entry.ts';
import type { RecoveryRow } from '../../electron/node/cell/recovering/recovery-store.ts';
import type { SigningKey } from '../../electron/node/crypto/signing-key.ts';
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
  /** All that it ever had, by Multikey. */
  readonly keys: Map<string, SigningKey>;
  /** Of machines that its operator lets back. */
  readonly codes: Map<string, RecoveryRow>;
}

export function copyHome(home: Home): Home {
  return {
    ...home,
    entries: [...home.entries],
    storedAtMs: new Map(home.storedAtMs),
    keys: new Map(home.keys),
    codes: new Map(home.codes),
  };
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
