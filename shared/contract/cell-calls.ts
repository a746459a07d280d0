import { z } from 'zod';
import { CELL_NAME_MAX, INVITATION_CODE_MAX, RULE_MAX_MS, SHOWN_MAX_S } from '../protocol/limits.ts';
import { line } from '../protocol/text.ts';
import { call, Done, Nothing } from './call.ts';
import { Invitation, InvitationSays, SeenInvitations } from './domain/cell.ts';

/** How a cell is founded, and how others come into it. */
export const cellCalls = {
  /** Founds a cell with this node as its only member. `deadlineMinMs`: the shortest time to vote; else an hour. */
  'cell.found': call(
    z.object({ name: line(1, CELL_NAME_MAX), deadlineMinMs: z.int().min(0).max(RULE_MAX_MS).optional() }),
    Done,
  ),
  'cell.invite': call(z.object({ hours: z.int().min(1).max(720) }), Invitation),
  /** Shows for so long, to who asks on the local network, that this node invites; 0 ends it. */
  'cell.show': call(z.object({ seconds: z.int().min(0).max(SHOWN_MAX_S) }), Done),
  /** Who invites on the local network; asked again every second or so, as the search ends by itself. */
  'cell.look': call(Nothing, SeenInvitations),
  /** Asks one of those to join; the words are compared in any case. */
  'cell.joinSeen': call(z.object({ id: z.string().length(64) }), Done),
  'cell.revokeInvitation': call(z.object({ id: z.string().max(64) }), Done),
  /** What an invitation's code or URL says; asks nobody. */
  'cell.readInvitation': call(z.object({ code: z.string().min(1).max(INVITATION_CODE_MAX) }), InvitationSays),
  /** Asks to join by an invitation's code or URL; the slice `joining` tells how it goes. */
  'cell.join': call(
    z.object({
      code: z.string().min(1).max(INVITATION_CODE_MAX),
      /** False where nobody sits at a screen: the words are then not waited for. */
      compare: z.boolean().default(true),
    }),
    Done,
  ),
  /** The joiner says whether the six words are the same on both screens. */
  'cell.confirmWords': call(z.object({ same: z.boolean() }), Done),
  /** Twelve words that the member's screen shows for this one, too. */
  'cell.compareWords': call(z.object({ scid: z.string().max(64) }), z.object({ words: z.array(z.string()) })),
  /** Remembers that they were the same, or forgets that they once were. */
  'cell.noteCompared': call(z.object({ scid: z.string().max(64), same: z.boolean() }), Done),
  'cell.cancelJoin': call(Nothing, Done),
  /** Works out the hash of the cell's state; the slice `cell` then tells it. */
  'cell.foldState': call(Nothing, Done),
  /** Signs again after a restore although some members have not told what they hold of this node's feed. */
  'cell.resumeSigning': call(Nothing, Done),
  /** Accepts or refuses somebody who asks to join: opens the ballot, or votes in it. */
  'cell.answerJoin': call(z.object({ scid: z.string().max(64), accept: z.boolean() }), Done),
};
