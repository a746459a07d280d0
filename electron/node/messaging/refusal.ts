/** Why a recipient did not store an envelope. A closed list: it travels in acknowledgements. */
export const REFUSAL_CODES = [
  'malformed', // not an envelope
  'too-large',
  'unsupported', // an envelope of another version
  'wrong-recipient', // not addressed or not sealed to this node
  'wrong-cell', // written in another cell than this node is in
  'not-a-peer', // the sender is not known here
  'bad-signature',
  'unopenable', // signed by the sender, but the payload does not open
  'expired',
  'replayed', // its id or nonce was used by another envelope
  'clock', // from more than 24 h in the future
  'full', // too many unread messages of this sender
] as const;

export type RefusalCode = (typeof REFUSAL_CODES)[number];

/**
 * Refusals that pass by themselves; the sender goes on trying until the message expires. What only the recipient
 * takes for expired is one: the clocks differ.
 */
export function isRetryable(code: RefusalCode, isExpiredHere: boolean): boolean {
  return code === 'clock' || code === 'full' || (code === 'expired' && !isExpiredHere);
}

const WORDS: Readonly<Record<RefusalCode, string>> = {
  malformed: 'it is not a valid message',
  'too-large': 'it is too large',
  unsupported: 'it has a version that is not spoken there',
  'wrong-recipient': 'it is sealed for another key',
  'wrong-cell': 'it was written in another cell',
  'not-a-peer': 'this node is not known there',
  'bad-signature': 'its signature does not count',
  unopenable: 'it cannot be opened with the keys there',
  expired: 'it expired',
  replayed: 'its number was used before',
  clock: 'the clocks differ by more than 24 hours',
  full: 'the inbox is full',
};

/** The refusal as the end of a sentence: "refused by bob: the inbox is full". */
export function refusalInWords(code: RefusalCode): string {
  return WORDS[code];
}
