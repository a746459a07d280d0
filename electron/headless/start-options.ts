/** What `start` and a service that runs it read from their options, refused before anything is done. */
import { says } from '#shared/protocol/saying.ts';
import type { DiscoveryKind } from '../node/transport/discovery/discovery.ts';
import type { OptionValues } from './command.ts';
import { requireDashboardAddress } from './dashboard-address.ts';
import { type HostPort, listenMultiaddrs, parseHostPort } from './listen-address.ts';
import type { OptionName } from './option-table.ts';
import { UsageError } from './usage-error.ts';

export const START_OPTIONS = [
  'listen',
  'dashboard',
  'dashboard-allow-network',
  'accept-joins',
  'no-mdns',
  'discovery',
] as const satisfies readonly OptionName[];

export interface StartWishes {
  /** Multiaddresses. */
  readonly listen: readonly string[];
  /** Null for what the settings of the home say. */
  readonly discovery: DiscoveryKind[] | null;
  /** Null without a dashboard. */
  readonly dashboardAt: HostPort | null;
}

/** @throws {UsageError} where they cannot be what was meant */
export function readStartOptions(values: OptionValues<(typeof START_OPTIONS)[number]>): StartWishes {
  const listen = listenMultiaddrs(values.listen);
  const discovery = readDiscovery(values['no-mdns'], values.discovery);
  const dashboardAt = values.dashboard === undefined ? null : parseHostPort(values.dashboard, '--dashboard');
  if (dashboardAt) requireDashboardAddress(dashboardAt, values['dashboard-allow-network']);
  return { listen, discovery, dashboardAt };
}

function readDiscovery(none: boolean, asked: string | undefined): DiscoveryKind[] | null {
  if (none && asked !== undefined) throw new UsageError(says('error.headless.discoveryAndNone'));
  if (none) return [];
  if (asked === undefined) return null;
  if (asked === 'own') return ['own'];
  if (asked === 'libp2p') return ['own', 'libp2p'];
  throw new UsageError(says('error.headless.discovery'));
}
