/** Bodies of the entries by which members go to another cell (docs/protocol.md, "Forks"). */
import { z } from 'zod';
import { DidLog } from '../closing/bodies.ts';
import { Hash } from '../log/entry.ts';
import { text } from '../text.ts';

/** In the cell that is left: the whole founding entry of the new one, with its signature. */
export const BranchBody = z.strictObject({ found: z.record(z.string(), z.unknown()) });
export type BranchBody = z.infer<typeof BranchBody>;

/** In the new cell: agrees to it. The founder's log stands in `found`. */
export const EnterBody = z.strictObject({ nonce: text(16, 64), didLog: DidLog.optional() });
export type EnterBody = z.infer<typeof EnterBody>;

const WhichCell = z.strictObject({ cell: Hash.nullable() });
/** Gone to a branch, or just gone. */
export const LeaveBody = WhichCell;
export type LeaveBody = z.infer<typeof LeaveBody>;
/** Does not go to a branch, or has come back from it; or has come back. */
export const StayBody = WhichCell;
export type StayBody = z.infer<typeof StayBody>;
