import { z } from 'zod';
import { SayingView } from './saying.ts';

const Scid = z.string();

/** A cell that is named and perhaps not held: what a `branch` founds, or the one that was left. */
export const NamedCell = z.object({ cell: z.string(), name: z.string() });
export type NamedCell = z.infer<typeof NamedCell>;

/** Somebody has said that it leaves a cell. */
export const Departure = z.object({
  scid: Scid,
  name: z.string(),
  me: z.boolean(),
  /** Where to; null where it did not say, or where no branch of that name is known. */
  to: NamedCell.nullable(),
  /** By its own clock. */
  atMs: z.int(),
  /** The cell has taken it out since; before that it counts there, by its machine. */
  isCountedOut: z.boolean(),
});
export type Departure = z.infer<typeof Departure>;

/**
 * How the operator stands in a cell by its log as it is here: `leaving`: has said so and counts until it is counted out;
 * `left`: was counted out; `removed`: by a vote; `awaiting`: has entered a branch that others have yet to enter;
 * `unread`: nothing of its log is here yet.
 */
export const Standing = z.enum(['member', 'leaving', 'left', 'removed', 'awaiting', 'unread']);
export type Standing = z.infer<typeof Standing>;

/**
 * A cell of this home. One of them is live: what a person does happens there. The others are kept; those that are kept in
 * touch with no more (`keptUntilMs` is past) are read.
 */
export const HeldCell = z.object({
  id: z.string(),
  name: z.string(),
  isLive: z.boolean(),
  standing: Standing,
  /** Of a branch: the cell that it went from, by the name that it has here, or by its id's beginning. */
  parent: NamedCell.nullable(),
  members: z.array(z.object({ scid: Scid, name: z.string(), me: z.boolean() })),
  /** Of one that branched off: who was listed and has said there that it is gone, or stays in the parent. */
  departures: z.array(Departure),
  receipts: z.int().min(0),
  /** Until when a kept one is kept in touch with; null while nothing ends that. */
  keptUntilMs: z.int().nullable(),
  /** Why nothing is signed there by this computer; null when it signs. */
  signingBarred: SayingView.nullable(),
  /** What `cells.use` would do: go `back` to where one was, `move` into a branch that lives, or just `live` there. */
  use: z.enum(['back', 'move', 'live']).nullable(),
  /** Others are leaving, and `cells.countOut` would open the vote that counts them out (of the live one alone). */
  mayCountOut: z.boolean(),
  /** Of a live branch: nobody else that was listed is there. */
  isAlone: z.boolean(),
});
export type HeldCell = z.infer<typeof HeldCell>;
