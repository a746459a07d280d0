import type { Carried } from '#shared/contract/domain/carried.ts';
import type { Message, Quoted, Thread } from '#shared/contract/domain/message.ts';
import type { Slices } from '#shared/contract/domain/snapshot.ts';

export function quotedOf({ id, number, senderDid, text }: Message): Quoted {
  return { id, number, senderDid, text, file: null };
}

/** What a thread says of where it is unread. */
export function unreadFrom(number: number | undefined): Pick<Thread, 'unreadFrom'> {
  return number === undefined ? {} : { unreadFrom: number };
}

/** Mail of the street that is kept here, and two messages for bob that erin was given. */
export function sampleCarried({ peers, settings }: Pick<Slices, 'peers' | 'settings'>): Carried {
  const didOf = (name: string): string => peers.find((peer) => peer.name === name)?.did ?? '';
  const [carol, dave] = [didOf('carol'), didOf('dave')];
  const bySender = [
    { did: carol, parcels: 9, bytes: 1_400_000 },
    { did: dave, parcels: 3, bytes: 68_000 },
  ].filter(({ did }) => did !== '');
  const erin = didOf('erin');
  return {
    on: settings.carryForOthers,
    share: { parcels: 1000, bytes: settings.carryMib * 1024 * 1024 },
    parcels: bySender.reduce((sum, { parcels }) => sum + parcels, 0),
    bytes: bySender.reduce((sum, { bytes }) => sum + bytes, 0),
    bySender,
    given: erin === '' ? [] : [{ carrier: erin, to: didOf('bob'), messages: 2 }],
    notes: 14,
    hasRoom: true,
  };
}
