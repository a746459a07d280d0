/** The calls about the cells of a home, and about forks: a part of `contract.ts`. */
import { z } from 'zod';
import { CELL_NAME_MAX, MEMBERS_MAX } from '../protocol/limits.ts';
import { Hash } from '../protocol/log/entry.ts';
import { line } from '../protocol/text.ts';
import { call, Done, Nothing } from './call.ts';
import { Carried } from './domain/fork.ts';

const Which = z.object({ cell: Hash }).strict();
/** Slot -> certificate key, as `forks.twice` tells them. */
const Follow = z.record(z.string().max(80), z.string().max(600)).default({});
/** SCIDs of who is to come along; whoever asks always does. */
const With = z.array(z.string().max(64)).max(MEMBERS_MAX - 1);

export const forkCalls = {
  /** Lives in another cell of this home from now on: goes back, moves, or just changes over, as `use` of it says. */
  'cells.use': call(Which, Done),
  /** Stops keeping in touch with a kept one. Its receipts stay readable. */
  'cells.forget': call(Which, Done),
  /** Leaves the live cell, asking nobody; counts there by machine until it is counted out. */
  'cells.leave': call(Nothing, Done),
  /** Goes back to the parent of the live cell, or takes back that one leaves it. */
  'cells.back': call(Nothing, Done),
  /** Opens the vote that counts out who is leaving the live cell; its proposal's id. */
  'cells.countOut': call(Nothing, z.object({ id: z.string() })),

  /** Exactly what would go along now; writes nothing. */
  'forks.preview': call(z.object({ with: With, follow: Follow }).strict(), Carried),
  /** Proposes a branch of the live cell; its id. Withdraws from an unborn one first. A branch of one lives at once. */
  'forks.propose': call(
    z.object({ name: line(1, CELL_NAME_MAX), with: With, follow: Follow }).strict(),
    z.object({ cell: z.string() }),
  ),
  /** Enters a branch, or moves into one that lives all the same. */
  'forks.go': call(Which, Done),
  /** Does not go, or withdraws: who waits is told. */
  'forks.stay': call(Which, Done),
};
