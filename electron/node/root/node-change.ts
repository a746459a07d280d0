import type { Message } from '#shared/contract/domain/message.ts';
import type { Slices } from '#shared/contract/domain/snapshot.ts';

/** A message that is new or changed: read when somebody is told, as many of its changes are told together. */
export interface ChangedMessage {
  readonly number: number;
  /** Null once it is deleted. */
  readonly read: () => Message | null;
}

/** Slices of the dashboard's state that may read differently now, and a message that is new or changed. */
export interface NodeChange {
  readonly slices?: readonly (keyof Slices)[];
  readonly message?: ChangedMessage;
}

/** What is shown differently once the cell has changed. */
export const CELL_SLICES = [
  'cell',
  'cells',
  'forks',
  'joining',
  'recovering',
  'holdings',
  'passes',
  'passHours',
  'proposals',
  'trust',
  'credentials',
  'peers',
  'formerPeers',
  'me',
] as const satisfies (keyof Slices)[];
