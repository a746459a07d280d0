/** Ways in which members find each other on a local network: `own` shows nothing, `libp2p` is what others speak. */
export const DISCOVERIES = ['own', 'libp2p'] as const;
export type DiscoveryKind = (typeof DISCOVERIES)[number];

export const DEFAULT_DISCOVERIES: readonly DiscoveryKind[] = ['own'];

/** One of them at work. */
export interface Discovery {
  start(): void;
  /** May be started again. */
  stop(): Promise<void>;
}

/** What it tells. None of it is proved. */
export interface DiscoveryEvents {
  /** Somebody announces that a member can be dialled there. Called again and again. */
  readonly onFound: (did: string, address: string, source: string) => void;
  /** Somebody announces this node's own name from elsewhere: a copy of this node, or somebody's echo. */
  readonly onOwnName: (address: string, source: string) => void;
}
