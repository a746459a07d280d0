import type { Carried } from '#shared/contract/domain/carried.ts';
import type { Store } from '../../store/store.ts';
import { freeAt } from './free-at.ts';
import { GivenTable } from './given-table.ts';
import { FREE_DISK_MIN_BYTES } from './limits.ts';
import { NoteTable } from './note-table.ts';
import { ParcelTable } from './parcel-table.ts';
import { shareOf } from './share.ts';

/** What is kept for others, as it is shown to people; it takes no key. */
export class CarriedSummary {
  readonly #store: Store;
  readonly #parcels: ParcelTable;
  readonly #notes: NoteTable;
  readonly #given: GivenTable;

  constructor(store: Store) {
    this.#store = store;
    this.#parcels = new ParcelTable(store.db);
    this.#notes = new NoteTable(store.db);
    this.#given = new GivenTable(store.db);
  }

  read({ carries, shareMib }: { readonly carries: boolean; readonly shareMib: number }): Carried {
    const bySender = this.#parcels.bySender();
    return {
      on: carries,
      share: shareOf(shareMib),
      parcels: sum(bySender.map(({ parcels }) => parcels)),
      bytes: sum(bySender.map(({ bytes }) => bytes)),
      bySender: bySender.map(({ senderDid: did, parcels, bytes }) => ({ did, parcels, bytes })),
      given: this.#given.waiting(),
      notes: this.#notes.hashes().length,
      hasRoom: freeAt(this.#store.db.name) >= FREE_DISK_MIN_BYTES,
    };
  }
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
