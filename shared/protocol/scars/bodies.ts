/** Bodies of the entries by which a failed decision is recovered (docs/protocol.md, "Scars"). */
import { z } from 'zod';
import { COMMENT_MAX } from '../limits.ts';
import { Hash } from '../log/entry.ts';
import { line } from '../text.ts';

/** What a member says of a decision that failed. */
export const ScarNoteBody = z.strictObject({ ballot: Hash, text: line(1, COMMENT_MAX) });
export type ScarNoteBody = z.infer<typeof ScarNoteBody>;
/** That another member approves such a note. */
export const ScarHealBody = z.strictObject({ note: Hash });
export type ScarHealBody = z.infer<typeof ScarHealBody>;
