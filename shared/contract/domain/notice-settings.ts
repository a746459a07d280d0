import { z } from 'zod';

/** What the operator can be told of while nobody looks at the window; each can be turned off. */
export const NOTICE_KINDS = ['votes', 'messages', 'joins', 'decisions', 'peers', 'disk'] as const;
export type NoticeKind = (typeof NOTICE_KINDS)[number];

export const PEER_HOURS_MAX = 720;
const MUTED_MAX = 64;

/** A time of day by this computer's clock: `22:00`. */
export const TimeOfDay = z.string().regex(/^(?:[01]\d|2[0-3]):[0-5]\d$/);

export const NoticeSettings = z.object({
  kinds: z.record(z.enum(NOTICE_KINDS), z.boolean()),
  /** Whether a message's notice shows what it says; else it only names who wrote. */
  showText: z.boolean(),
  /** DIDs of people whose messages and absences nothing is told of. */
  muted: z.array(z.string().max(256)).max(MUTED_MAX),
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
