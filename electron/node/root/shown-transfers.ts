import type { Transfer } from '#shared/contract/domain/file.ts';
import type { Attachment } from '../messaging/files/attachments.ts';
import { endSays, offerEndSays } from '../messaging/files/fetch-end.ts';
import type { WantedMessage } from '../messaging/files/fetch-table.ts';
import type { Fetching } from '../messaging/files/fetches.ts';
import { savedName } from '../messaging/files/file-name.ts';
import type { ShownOffer } from '../messaging/files/offer-table.ts';
import { shownOffer } from '../messaging/files/shown-file.ts';

/** A file that is read before its message is there. */
export interface Reading {
  readonly attachment: Attachment;
  readonly thread: string;
  readonly doneBytes: number;
}

export interface TransferFacts {
  readonly reading: readonly Reading[];
  readonly offers: readonly ShownOffer[];
  readonly wanted: readonly WantedMessage[];
  /** Bytes that went to a recipient which fetches just now. */
  readonly sending: (message: number, recipientDid: string) => number | null;
  readonly fetching: (message: number) => Fetching | null;
  readonly nameOf: (did: string) => string;
}

/** All large files on their way, or that wait for it, as people see them. */
export function shownTransfers(facts: TransferFacts): Transfer[] {
  return [
    ...facts.offers.map((offer) => outgoing(offer, facts)),
    ...facts.wanted.map((wanted) => incoming(wanted, facts)),
    ...facts.reading.map(
      ({ attachment: { id, name, bytes }, thread, doneBytes }): Transfer => ({
        id,
        direction: 'out',
        thread,
        did: null,
        name: savedName(name).whole,
        bytes,
        doneBytes,
        state: 'reading',
        code: null,
      }),
    ),
  ];
}

function outgoing(offer: ShownOffer, { sending }: TransferFacts): Transfer {
  const { message, uuid, thread, recipientDid: did, state, file } = offer;
  const sent = sending(message, did);
  const stored = shownOffer(state, file.bytes);
  const now =
    sent !== null && state === 'offered'
      ? ({ state: 'fetching', code: null, doneBytes: sent } as const)
      : stored;
  return {
    id: uuid,
    direction: 'out',
    thread,
    did,
    name: savedName(file.name).whole,
    bytes: file.bytes,
    ...now,
    ...(now.code === null ? {} : { says: offerEndSays(now.code) }),
  };
}

function incoming(wanted: WantedMessage, { fetching, nameOf }: TransferFacts): Transfer {
  const { message, uuid, thread, senderDid: did, file, state, code, doneBytes } = wanted;
  const running = state === 'waiting' ? fetching(message) : null;
  return {
    id: uuid,
    direction: 'in',
    thread,
    did,
    name: savedName(file.name).whole,
    bytes: file.bytes,
    doneBytes: running?.doneBytes ?? (state === 'whole' ? file.bytes : Math.min(doneBytes, file.bytes)),
    state: running?.stage ?? state,
    code,
    ...(code === null ? {} : { says: endSays(code, nameOf(did)) }),
  };
}
