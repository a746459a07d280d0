import { z } from 'zod';

export const Settings = z.object({
  /** What people read here; `system` takes the first of the computer's languages that there are words in. */
  language: z.enum(['system', 'en', 'de']),
  theme: z.enum(['system', 'light', 'dark']),
  density: z.enum(['comfortable', 'compact']),
  singleKeys: z.boolean(),
  /** Whether members are looked for by libp2p's discovery, too, which shows who is there. */
  libp2pDiscovery: z.boolean(),
});
export type Settings = z.infer<typeof Settings>;

export const DEFAULT_SETTINGS: Settings = {
  language: 'system',
  theme: 'system',
  density: 'comfortable',
  singleKeys: true,
  libp2pDiscovery: false,
};
