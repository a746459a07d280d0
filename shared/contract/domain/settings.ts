import { z } from 'zod';
import { DEFAULT_NOTICES, NoticeSettings } from './notice-settings.ts';

export const KeepMessages = z.enum(['ever', 'year', 'quarter']);
export type KeepMessages = z.infer<typeof KeepMessages>;

export const Settings = z.object({
  /** What people read here; `system` takes the first of the computer's languages that there are words in. */
  language: z.enum(['system', 'en', 'de']),
  theme: z.enum(['system', 'light', 'dark']),
  density: z.enum(['comfortable', 'compact']),
  singleKeys: z.boolean(),
  /** Whether members are looked for by libp2p's discovery, too, which shows who is there. */
  libp2pDiscovery: z.boolean(),
  /** Whether the node goes on when its window is closed. */
  keepRunning: z.boolean(),
  /** After so long without a hand at the computer the key is locked, if a passphrase opens it; 0 for never. */
  lockAfterMinutes: z.union([z.literal(0), z.literal(5), z.literal(15), z.literal(60)]),
  /** The same when the computer goes to sleep. */
  lockOnSuspend: z.boolean(),
  /** How long delivered messages stay here: for ever, a year or 90 days. Receipts always do. */
  keepMessages: KeepMessages,
  /** Whether sealed messages of members for members are kept here until they are met. */
  carryForOthers: z.boolean(),
  /** MiB of them that are kept of each member. */
  carryMib: z.int().min(1).max(1024),
  /** What is told by notifications; they are this window's, a node without one tells nothing. */
  notices: NoticeSettings,
});
export type Settings = z.infer<typeof Settings>;

export const DEFAULT_SETTINGS: Settings = {
  language: 'system',
  theme: 'system',
  density: 'comfortable',
  singleKeys: true,
  libp2pDiscovery: false,
  keepRunning: true,
  lockAfterMinutes: 0,
  lockOnSuspend: false,
  keepMessages: 'ever',
  carryForOthers: true,
  carryMib: 16,
  notices: DEFAULT_NOTICES,
};
