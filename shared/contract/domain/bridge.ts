import { z } from 'zod';
import { BRIDGE_DAYS_MAX } from '../../protocol/closing/bridge-change.ts';

/** Of a cell, to be compared with it by six words before a bridge to it is agreed on. */
export const CardView = z.object({
  cell: z.string(),
  name: z.string(),
  /** So many of its members speak for it. */
  q: z.int().min(1),
  members: z.array(z.string()),
  words: z.array(z.string()),
  /** What travels. */
  text: z.string(),
});
export type CardView = z.infer<typeof CardView>;

export const BridgeDays = z.int().min(1).max(BRIDGE_DAYS_MAX);

export const BridgeView = z.object({
  cell: z.string(),
  name: z.string(),
  q: z.int().min(1),
  members: z.array(z.object({ scid: z.string(), name: z.string() })),
  /** The first moment of its last day, UTC. */
  untilMs: z.int(),
  /** That day is over: it lets nothing through, and is to be agreed on anew. */
  isOver: z.boolean(),
  /** The newest that this cell says to it, and how many of those whom it needs attest it; null before the first. */
  told: z.object({ dayMs: z.int(), attests: z.int(), needed: z.int() }).nullable(),
  /** What counts of what it said; null before the first. */
  heard: z.object({ dayMs: z.int(), rows: z.int() }).nullable(),
});
export type BridgeView = z.infer<typeof BridgeView>;

/** What is handed to the other cell. */
export const StatementFile = z.object({
  name: z.string(),
  dayMs: z.int(),
  attests: z.int(),
  needed: z.int(),
  text: z.string(),
});
export type StatementFile = z.infer<typeof StatementFile>;

export const Imported = z.object({ name: z.string(), dayMs: z.int(), rows: z.int() });
export type Imported = z.infer<typeof Imported>;
