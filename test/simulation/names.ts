import { scid } from '../support/cell/feed-writer.ts';
import { NAMES, STRANGER } from './scenario.ts';

/** SCID -> name. */
export const SCIDS: ReadonlyMap<string, string> = new Map(
  [...NAMES, STRANGER].map((name) => [scid(name), name]),
);
