import { z } from 'zod';
import { CellRules } from '../../protocol/closing/bodies.ts';
import { RecoveryRequest } from './recovery.ts';
import { SayingView, Told } from './saying.ts';

export const CellMember = z.object({
  scid: z.string(),
  did: z.string(),
  name: z.string(),
  /** Seat, in the order of joining. */
  order: z.int().min(0),
  me: z.boolean(),
  /** The author's clock when it was admitted; null when unknown. */
  joinedAtMs: z.int().nullable(),
  /** Receipts of this member that are held here. */
  receipts: z.int().min(0),
  /** Of its key, as its own Settings and Identity show it. */
  fingerprint: z.string(),
  /** Its present key: since when, by its own clock, and how it came by it. */
  key: z.object({ version: z.int().min(1), sinceMs: z.int(), by: z.enum(['first', 'device', 'words']) }),
  /** When this operator compared words with it, a note of its own; outdated when the member has another key by now. */
  compared: z.object({ atMs: z.int(), isOutdated: z.boolean() }).nullable(),
});
export type CellMember = z.infer<typeof CellMember>;

/** An invitation of this node's; local to it, never in the log. */
export const Invitation = z.object({
  id: z.string(),
  code: z.string(),
  url: z.string(),
  createdAtMs: z.int(),
  expiresAtMs: z.int(),
  /** Name of the one that used it, or null. */
  usedBy: z.string().nullable(),
  /** No other computer can use it: this one has no address on a network, or listens on none. */
  onlyHere: z.boolean(),
});

/** What an invitation says of itself. Nothing of it is proved before the inviter has answered. */
export const InvitationSays = z.object({ cellName: z.string(), inviter: z.string(), expiresAtMs: z.int() });
export type InvitationSays = z.infer<typeof InvitationSays>;

export type Invitation = z.infer<typeof Invitation>;

/** Those who say on the local network that they invite. Nothing of it is proved, names least of all. */
export const SeenInvitations = z.object({
  seen: z
    .array(
      z.object({
        id: z.string(),
        inviter: z.string(),
        cellName: z.string(),
        /** From where it said so, for people. */
        address: z.string(),
        /** Another one has the same name, or one that looks like it. */
        hasLookAlike: z.boolean(),
      }),
    )
    .max(8),
  /** More say so than are shown. */
  crowded: z.boolean(),
});
export type SeenInvitations = z.infer<typeof SeenInvitations>;

/** Somebody asks to be admitted: through an invitation of ours, or in a ballot that another member opened. */
export const JoinRequest = z.object({
  scid: z.string(),
  name: z.string(),
  /** Name of the member whose invitation was used. */
  inviter: z.string(),
  /** Six words to compare with what the newcomer's screen shows; null where only the inviter can compare. */
  words: z.array(z.string()).nullable(),
  /** The newcomer's operator has compared them, or does without. */
  compared: z.boolean(),
  /** How far the newcomer's clock is ahead of ours, if that is too much to join. */
  clockAheadMs: z.int().nullable(),
  receivedAtMs: z.int(),
  /** `asking`: the inviter has not accepted yet; `accepted`: its ballot opens once the newcomer is ready; `voting`: it is open. */
  state: z.enum(['asking', 'accepted', 'voting', 'admitted', 'refused']),
  ballot: z.string().nullable(),
  /** Names of those who have not voted in it. */
  waitsFor: z.array(z.string()),
  /** Approvals that it takes to pass, beyond those that are known here. */
  needed: z.int().min(0),
  /** When it is counted whoever has voted; null before it is open. */
  untilMs: z.int().nullable(),
  /** This node has accepted, or voted. */
  answered: z.boolean(),
});
export type JoinRequest = z.infer<typeof JoinRequest>;

/** This computer's clock is ahead of what is borne out; shared/words/reasons/clock-words.ts says so. */
export const ClockDoubt = z.object({
  aheadMs: z.int(),
  /** Names of the members whose clocks read something else. */
  contradicting: z.array(z.string()),
});
export type ClockDoubt = z.infer<typeof ClockDoubt>;

export const Cell = z.object({
  id: z.string(),
  name: z.string(),
  epoch: z.int().min(0),
  /** Null where nobody has asked for it since the log changed: it is over all that the cell has decided. */
  stateHash: z.string().nullable(),
  members: z.array(CellMember),
  rules: CellRules,
  receipts: z.int().min(0),
  /** Why this node signs nothing now (a second copy of it, a restore); null when it signs. */
  signingBarred: SayingView.nullable(),
  /** Why votes that are over by this computer's clock are not closed; null while nothing waits for it. */
  clockDoubt: ClockDoubt.nullable(),
  /** Names of members who signed two versions of one receipt. */
  forked: z.array(z.string()),
  invitations: z.array(Invitation),
  /** Until when who looks on this network sees that this node invites; null while nobody does. */
  shownUntilMs: z.int().nullable(),
  joinRequests: z.array(JoinRequest),
  /** Codes of this node for members that lost their machines, and who asks by them. */
  recoveryCodes: z.array(Invitation),
  recoveryRequests: z.array(RecoveryRequest),
});
export type Cell = z.infer<typeof Cell>;

/** How a question to join stands; shared/words/reasons/join-reason.ts says what is waited for. */
export const JoinStanding = z.object({
  /** Whether the newcomer has compared the words, or does without. */
  compared: z.boolean(),
  state: z.enum(['asking', 'accepted', 'voting', 'admitted', 'refused']),
  ballot: z
    .object({
      waitsFor: z.array(z.string()),
      needed: z.int(),
      /** By the clock of whoever reads it. */
      untilMs: z.int(),
    })
    .nullable(),
  /** How far the other side's clock is ahead, if that is too much to join. */
  clockAheadMs: z.int().nullable(),
});
export type JoinStanding = z.infer<typeof JoinStanding>;

/** This node asks to join a cell. */
export const Joining = z.object({
  cellName: z.string().nullable(),
  inviter: z.string().nullable(),
  words: z.array(z.string()).nullable(),
  state: z.enum(['connecting', 'comparing', 'waiting', 'refused']),
  /** What the inviter last told; null before it did, and once it is over. */
  standing: JoinStanding.nullable(),
  /** Why nothing is heard of it, or why it was refused; null while all goes well. */
  trouble: Told.nullable(),
  sinceMs: z.int(),
});
export type Joining = z.infer<typeof Joining>;

/** Who holds how much of whose feed, as each member last said. */
export const Holdings = z.object({
  /** Member SCIDs, in join order: rows are authors, columns holders. */
  members: z.array(z.string()),
  /** `behind[author][holder]`: receipts that the holder lacks; null while unknown. */
  behind: z.array(z.array(z.int().min(0).nullable())),
  /** Per holder: when it last said so. */
  asOfMs: z.array(z.int().nullable()),
});
export type Holdings = z.infer<typeof Holdings>;

export const SyncPass = z.object({
  atMs: z.int(),
  peer: z.string(),
  receiptsIn: z.int().min(0),
  receiptsOut: z.int().min(0),
  messagesIn: z.int().min(0),
  messagesOut: z.int().min(0),
  /** How it ended; null when it went through. */
  failure: SayingView.nullable(),
});
export type SyncPass = z.infer<typeof SyncPass>;

/** Receipts and messages that went over, in both directions, in one hour since the epoch. */
export const PassHour = z.object({ hour: z.int(), items: z.int().min(1) });
export type PassHour = z.infer<typeof PassHour>;
