import { BlockList, isIP } from 'node:net';
import { says } from '#shared/protocol/saying.ts';
import type { HostPort } from './listen-address.ts';
import { UsageError } from './usage-error.ts';

const LOOPBACK = new BlockList();
LOOPBACK.addSubnet('127.0.0.0', 8, 'ipv4');
LOOPBACK.addAddress('::1', 'ipv6');

const UNSPECIFIED = new BlockList();
UNSPECIFIED.addAddress('0.0.0.0', 'ipv4');
UNSPECIFIED.addAddress('::', 'ipv6');

/**
 * Refuses an address that other computers reach, unless the operator said that they may; and one that stands for all
 * addresses, under which no browser could open the page.
 */
export function requireDashboardAddress({ host }: HostPort, isNetworkAllowed: boolean): void {
  if (isLoopback(host)) return;
  if (!isNetworkAllowed) {
    throw new UsageError(says('error.headless.dashboardOnNetwork', { host }));
  }
  if (isIn(UNSPECIFIED, host)) {
    throw new UsageError(says('error.headless.dashboardEveryAddress', { host }));
  }
}

/** Whether only this computer reaches the address. */
export function isLoopback(host: string): boolean {
  return isIn(LOOPBACK, host);
}

/** Host and port as a browser writes them in `Host` and `Origin`. */
export function authorityOf({ host, port }: HostPort): string {
  return new URL(`http://${host.includes(':') ? `[${host}]` : host}:${port}`).host;
}

function isIn(list: BlockList, host: string): boolean {
  return list.check(host, isIP(host) === 6 ? 'ipv6' : 'ipv4');
}
