export const ANY_IP4 = '/ip4/0.0.0.0/tcp/0';
export const ANY_IP6 = '/ip6/::/tcp/0';

/** Where a node listens that was told nothing: everywhere, over both families. */
export const LISTEN_EVERYWHERE: readonly string[] = [ANY_IP4, ANY_IP6];
