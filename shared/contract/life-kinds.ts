/** By themselves, for who only names them (see search-kinds.ts). */

/** What happens to a node that its agent notices. */
export const LIFE_KINDS = [
  'message-arrived',
  'message-queued',
  'message-delivered',
  'message-failed',
  'peer-lost',
  'peer-away',
  'peer-back',
  'vote-called',
  'vote-decided',
] as const;
export type LifeKind = (typeof LIFE_KINDS)[number];
