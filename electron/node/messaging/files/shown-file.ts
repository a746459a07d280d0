import type { Database } from 'better-sqlite3';
import type { MessageFile } from '#shared/contract/domain/file.ts';
import type { MessageRow } from '../message-table.ts';
import type { OwnFile } from '../outgoing-payload.ts';
import { FetchTable } from './fetch-table.ts';
import { savedName } from './file-name.ts';
import { type OfferState, OfferTable } from './offer-table.ts';
import { SmallFiles } from './small-files.ts';

/** What people see of the files of messages, as it is stored: how far one has come just now is the session's to say. */
export class ShownFiles {
  readonly #offers: OfferTable;
  readonly #fetches: FetchTable;
  readonly #small: SmallFiles;

  constructor(db: Database) {
    this.#offers = new OfferTable(db);
    this.#fetches = new FetchTable(db);
    this.#small = new SmallFiles(db);
  }

  of(row: MessageRow): MessageFile | undefined {
    const { id, direction, file } = row;
    if (file === null) return undefined;
    const { name, type, bytes, way } = JSON.parse(file) as OwnFile;
    const { stem, extension } = savedName(name);
    const isSmall = way !== null && 'parts' in way;
    const state = isSmall
      ? this.#small.of(row, bytes)
      : direction === 'out'
        ? this.#sent(id, bytes)
        : this.#came(id, bytes);
    return { name, stem, extension, type, bytes, isSmall, ...state };
  }

  #sent(message: number, bytes: number): Pick<MessageFile, 'state' | 'code' | 'doneBytes'> {
    const states = this.#offers.ofMessage(message).map(({ state }) => state);
    const worst = (['offered', 'changed', 'gone', 'withdrawn', 'fetched'] as const).find((state) =>
      states.includes(state),
    );
    return shownOffer(worst ?? 'offered', bytes);
  }

  #came(message: number, bytes: number): Pick<MessageFile, 'state' | 'code' | 'doneBytes'> {
    const fetch = this.#fetches.fetchOf(message);
    if (fetch === null) return { state: 'offered', code: null, doneBytes: 0 };
    const { state, code, doneBytes } = fetch;
    return { state, code, doneBytes: state === 'whole' ? bytes : Math.min(doneBytes, bytes) };
  }
}

export function shownOffer(
  state: OfferState,
  bytes: number,
): Pick<MessageFile, 'state' | 'code' | 'doneBytes'> {
  if (state === 'offered') return { state, code: null, doneBytes: 0 };
  if (state === 'fetched') return { state: 'whole', code: null, doneBytes: bytes };
  return { state: 'ended', code: state === 'withdrawn' ? 'cancelled' : state, doneBytes: 0 };
}
