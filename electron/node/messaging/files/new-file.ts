import type { FileFacts } from '../file-offer.ts';
import type { OwnFile } from '../outgoing-payload.ts';
import type { Offer, Source } from './offer-table.ts';

/** A file that a message is to be written with: read, named and, for a large one, sealed for each recipient. */
export type NewFile =
  | { readonly facts: FileFacts; readonly parts: readonly Uint8Array[] }
  | {
      readonly facts: FileFacts;
      readonly source: Source;
      readonly offers: readonly Omit<Offer, 'message'>[];
    };

/** Whoever came since a large one was read cannot open it. */
export function isFor(file: NewFile, recipientDid: string): boolean {
  return 'parts' in file || file.offers.some((offer) => offer.recipientDid === recipientDid);
}

/** As it stands in the row of its message. */
export function ownFile(file: NewFile): OwnFile {
  return { ...file.facts, way: 'parts' in file ? { parts: file.parts.length } : null };
}
