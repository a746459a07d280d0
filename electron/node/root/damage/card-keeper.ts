import { existsSync } from 'node:fs';
import { z } from 'zod';
import type { CellNode } from '../../cell/cell-node.ts';
import { CellStore } from '../../cell/cell-store.ts';
import { addressesKey } from '../../messaging/peer-registry.ts';
import { schemaVersion } from '../../store/migrate.ts';
import { SafetyState } from '../../store/safety-state.ts';
import { SettingsStore } from '../../store/settings-store.ts';
import type { Store } from '../../store/store.ts';
import { type CardMember, type HomeCard, writeHomeCard } from './home-card.ts';

/** After a change, so that many are one. */
const WAIT_MS = 2_000;
const Addresses = z.array(z.string()).max(16);

export interface CardKeeperOptions {
  readonly path: string;
  readonly store: Store;
  readonly cell: () => CellNode | null;
  /** Only reads: writes nothing. */
  readonly readOnly: boolean;
}

/** Keeps a home's card as the home is. That it cannot be written is no reason to do less. */
export class CardKeeper {
  readonly #options: CardKeeperOptions;
  readonly #cells: CellStore;
  readonly #settings: SettingsStore;
  #timer: NodeJS.Timeout | null = null;
  #written = '';

  constructor(options: CardKeeperOptions) {
    this.#options = options;
    this.#cells = new CellStore(options.store);
    this.#settings = new SettingsStore(options.store);
  }

  /** At a start: where a card lies already, counting a long history can wait until the node is ready. */
  begin(): void {
    if (existsSync(this.#options.path)) this.note();
    else this.write();
  }

  /** Something of it may have changed. */
  note(): void {
    if (this.#options.readOnly) return;
    this.#timer ??= setTimeout(() => this.write(), WAIT_MS).unref();
  }

  write(): void {
    if (this.#timer) clearTimeout(this.#timer);
    this.#timer = null;
    if (this.#options.readOnly) return;
    try {
      const card = this.#card();
      const text = JSON.stringify(card);
      if (card === null || text === this.#written) return;
      writeHomeCard(this.#options.path, card);
      this.#written = text;
    } catch {
      // A full disk is said elsewhere; the next change comes.
    }
  }

  stop(): void {
    this.write();
  }

  #card(): HomeCard | null {
    const { store, cell } = this.#options;
    const homeId = new SafetyState(store).homeId();
    const id = this.#cells.current();
    const present = cell();
    // One whose log is not whole here knows less than what was written before.
    if (homeId === '' || (id !== null && (!present || present.directory.hasRemembered()))) return null;
    return {
      schema: schemaVersion(store.db),
      homeId,
      cell:
        present && id !== null
          ? { id, joinedAtMs: this.#joinedAtMs(id), members: this.#members(present) }
          : null,
      receipts: this.#held('log_entries'),
      messages: this.#held('messages'),
    };
  }

  #joinedAtMs(id: string): number {
    return this.#cells.joinedAtMs(id) ?? 0;
  }

  #members(cell: CellNode): CardMember[] {
    return (cell.epoch()?.members ?? []).flatMap(({ scid, alias, didLog }) => {
      const did = cell.directory.didOf(scid);
      if (did === null) return [];
      return [
        { alias, didLog: [...didLog], addresses: this.#settings.get(addressesKey(did), Addresses, []) },
      ];
    });
  }

  #held(table: 'log_entries' | 'messages'): number {
    return Number(this.#options.store.db.prepare(`SELECT count(*) FROM ${table}`).pluck().get());
  }
}
