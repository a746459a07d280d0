import { type Saying, type SayingKey, says } from '#shared/protocol/saying.ts';

/** Why a recipient did not store an envelope. A closed list: it travels in acknowledgements. */
export const REFUSAL_CODES = [
  'malformed', // not an envelope
  'too-large',
  'unsupported', // an envelope of another version
  'wrong-recipient', // not addressed or not sealed to this node
  'wrong-cell', // written in another cell than this node is in
  'not-a-peer', // the sender is not known here
  'old-key', // sealed or signed with a key that was changed: sealed anew, it may be taken
  'unknown-key', // signed with a key that the sender's log does not have, as it is known there
  'bad-signature',
  'unopenable', // signed by the sender, but the payload does not open
  'expired',
  'replayed', // its id or nonce was used by another envelope
  'clock', // from more than 24 h in the future
  'full', // too many unread messages of this sender
] as const;

export type RefusalCode = (typeof REFUSAL_CODES)[number];

/**
 * What a refusal does. One that passes by itself is tried again until the message expires, and so is what only the
 * recipient takes for expired: the clocks differ. An old key ends the envelope, not the message. All else ends it.
 */
export function consequenceOf(code: RefusalCode, isExpiredHere: boolean): 'later' | 'anew' | 'end' {
  if (code === 'old-key') return 'anew';
  const passes = code === 'clock' || code === 'full' || code === 'unknown-key';
  return passes || (code === 'expired' && !isExpiredHere) ? 'later' : 'end';
}

const SAID: Readonly<Record<RefusalCode, SayingKey>> = {
  malformed: 'error.messaging.refused.malformed',
  'too-large': 'error.messaging.refused.tooLarge',
  unsupported: 'error.messaging.refused.unsupported',
  'wrong-recipient': 'error.messaging.refused.wrongRecipient',
  'wrong-cell': 'error.messaging.refused.wrongCell',
  'not-a-peer': 'error.messaging.refused.notPeer',
  'old-key': 'error.messaging.refused.oldKey',
  'unknown-key': 'error.messaging.refused.unknownKey',
  'bad-signature': 'error.messaging.refused.badSignature',
  unopenable: 'error.messaging.refused.unopenable',
  expired: 'error.messaging.refused.expired',
  replayed: 'error.messaging.refused.replayed',
  clock: 'error.messaging.refused.clock',
  full: 'error.messaging.refused.full',
};

/** The refusal as the end of a sentence: "refused by bob: the inbox is full". */
export function refusalSays(code: RefusalCode): Saying {
  return says(SAID[code]);
}
