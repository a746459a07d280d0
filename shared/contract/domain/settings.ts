import { z } from 'zod';

export const Settings = z.object({
  theme: z.enum(['system', 'light', 'dark']),
  density: z.enum(['comfortable', 'compact']),
  singleKeys: z.boolean(),
  /** Whether members are looked for by libp2p's discovery, too, which shows who is there. */
  libp2pDiscovery: z.boolean(),
});
export type Settings = z.infer<typeof Settings>;

export const DEFAULT_SETTINGS: Settings = {
  theme: 'system',
  density: 'comfortable',
  singleKeys: true,
  libp2pDiscovery: false,
};
