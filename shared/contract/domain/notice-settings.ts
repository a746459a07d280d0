import { z } from 'zod';

/** What the operator can be told of while nobody looks at the window; each can be turned off. */
export const NOTICE_KINDS = ['votes', 'messages', 'joins', 'decisions', 'peers', 'disk'] as const;
export type NoticeKind = (typeof NOTICE_KINDS)[number];

export const PEER_HOURS_MAX = 720;
const MUTED_MAX = 64;

/** A time of day by this computer's clock: `22:00`. */
export const TimeOfDay = z.string().regex(/^(?:[01]\d|2[0-3]):[0-5]\d$/);

/** A conversation of which nothing is told, for a while or until that is taken back. */
export const Muted = z.object({
  /** A peer's DID, or `broadcast`. */
  thread: z.string().max(256),
  /** Null: until it is taken back. */
  untilMs: z.int().nullable(),
  /** Of a peer: nothing is told either of what that one writes to everyone. */
  alsoToEveryone: z.literal(true).optional(),
});
export type Muted = z.infer<typeof Muted>;

export const NoticeSettings = z.object({
  kinds: z.record(z.enum(NOTICE_KINDS), z.boolean()),
  /** Whether a message's notice shows what it says; else it only names who wrote. */
  showText: z.boolean(),
  /** Conversations of whose messages nothing is told, nor of the absences of whoever they are with. */
  muted: z.array(Muted).max(MUTED_MAX),
  /** After how many hours without a peer its absence is told. */
  peerHours: z.int().min(1).max(PEER_HOURS_MAX),
  /** While they last, nothing is told; afterwards what still waits is. Over midnight where `to` is not after `from`. */
  quiet: z.object({
    on: z.boolean(),
    from: TimeOfDay,
    to: TimeOfDay,
    /** A vote is told of nevertheless if it closes before the quiet hours end. */
    passVotes: z.boolean(),
  }),
});
export type NoticeSettings = z.infer<typeof NoticeSettings>;
export type QuietHours = NoticeSettings['quiet'];

export const DEFAULT_NOTICES: NoticeSettings = {
  kinds: { votes: true, messages: true, joins: true, decisions: true, peers: true, disk: true },
  showText: false,
  muted: [],
  peerHours: 24,
  quiet: { on: false, from: '22:00', to: '07:00', passVotes: true },
};

/** How a conversation is muted now; null where it is not, or not any more. */
export function mutingOf(
  { muted }: Pick<NoticeSettings, 'muted'>,
  thread: string,
  nowMs: number,
): Muted | null {
  const found = muted.find((one) => one.thread === thread);
  return found && (found.untilMs === null || found.untilMs > nowMs) ? found : null;
}

/** Whether nothing is told of a message, by where it stands or by who wrote it. */
export function isMutedMessage(
  notices: Pick<NoticeSettings, 'muted'>,
  { thread, senderDid }: { readonly thread: string; readonly senderDid: string },
  nowMs: number,
): boolean {
  if (mutingOf(notices, thread, nowMs) !== null) return true;
  return thread === 'broadcast' && mutingOf(notices, senderDid, nowMs)?.alsoToEveryone === true;
}

/** With that conversation muted until then (null: until it is taken back), or not muted. What is over goes. */
export function withMuting(
  muted: readonly Muted[],
  thread: string,
  muting: Omit<Muted, 'thread'> | null,
  nowMs: number,
): Muted[] {
  const others = muted.filter(
    (one) => one.thread !== thread && mutingOf({ muted: [one] }, one.thread, nowMs),
  );
  return muting ? [...others, { thread, ...muting }] : others;
}
