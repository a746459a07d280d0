import { z } from 'zod';
import { Told } from './saying.ts';

/** What the members hear of a change of somebody's key: read from what was signed, not from what is said of it. */
export const RekeyView = z.object({
  scid: z.string(),
  name: z.string(),
  /** Whether the member's own device makes it, or the recovery words. */
  by: z.enum(['device', 'words']),
  /** The machine is gone, it says: a new one goes on in its place. */
  lost: z.boolean(),
  /** `several`: another change of this key is open; `lately`: it was changed within the last seven days. */
  warnings: z.array(z.enum(['several', 'lately'])),
});
export type RekeyView = z.infer<typeof RekeyView>;

/** How the ballot on a request stands, by the clock of whoever reads it. */
const Ballot = z.object({ waitsFor: z.array(z.string()), needed: z.int(), untilMs: z.int() });

/** A member's machine asks through a recovery code of ours. */
export const RecoveryRequest = z.object({
  id: z.string(),
  scid: z.string(),
  name: z.string(),
  by: RekeyView.shape.by,
  lost: z.boolean(),
  /** Six, to compare with what the other screen shows. */
  words: z.array(z.string()),
  /** Its operator has compared them. */
  compared: z.boolean(),
  receivedAtMs: z.int(),
  /** `differ`: its operator saw other words. It asks for nothing any more; to refuse it is to put that away. */
  state: z.enum(['asking', 'voting', 'differ']),
  ballot: z.string().nullable(),
  /** Names of those who have not voted in it. */
  waitsFor: z.array(z.string()),
  /** Approvals that it takes to pass, beyond those that are known here. */
  needed: z.int().min(0),
  untilMs: z.int().nullable(),
  /** This operator has accepted or refused. */
  answered: z.boolean(),
});
export type RecoveryRequest = z.infer<typeof RecoveryRequest>;

/** This machine asks to go on as a member of a cell. */
export const Recovering = z.object({
  /** Told only to who has proved the words. */
  cellName: z.string().nullable(),
  /** Its own, as the cell knows it. */
  name: z.string().nullable(),
  inviter: z.string().nullable(),
  /** Six, to compare; null before and after. */
  words: z.array(z.string()).nullable(),
  /** `words`: the 24 words are waited for. */
  state: z.enum(['connecting', 'words', 'comparing', 'waiting', 'refused']),
  standing: z
    .object({
      state: z.enum(['asking', 'voting', 'admitted', 'refused', 'again']),
      ballot: Ballot.nullable(),
    })
    .nullable(),
  /** Why nothing is heard, or why it was refused. */
  trouble: Told.nullable(),
  sinceMs: z.int(),
});
export type Recovering = z.infer<typeof Recovering>;
