import { z } from 'zod';
import { ANY_IP4, ANY_IP6 } from '#shared/protocol/address/listen-everywhere.ts';
import type { SettingsStore } from '../../store/settings-store.ts';
import type { DaemonEvent, Libp2pDaemon } from './libp2p-daemon.ts';

const Ports = z.record(z.string(), z.int().min(1).max(65_535));
const KEY = 'listen-ports';

/**
 * A port of 0 is chosen by the system once and kept, since peers remember where this node was. `make` gets the
 * addresses with the ports of last time.
 */
export function listenAndRemember(
  settings: SettingsStore,
  listen: readonly string[],
  /** Writes it, where the disk takes it. */
  keep: (write: () => void) => void,
  make: (addresses: readonly string[], otherwise: readonly string[]) => Libp2pDaemon,
): Libp2pDaemon {
  const known = settings.get(KEY, Ports, {});
  // Homes that knew IPv4 alone go on at their port over IPv6 too.
  const portOfFamily = (address: string) => known[address === ANY_IP6 ? ANY_IP4 : address] ?? known[address];
  const remembered = listen.map((address) => withPort(address, portOfFamily(address)));
  const isChosen = listen.some((address) => address.endsWith('/tcp/0'));
  // The port of last time, or the usual one, may be in use by now: then another is chosen, and kept.
  const daemon = make(remembered, isChosen ? listen : []);
  daemon.subscribe((event: DaemonEvent) => {
    if (event.type !== 'listening') return;
    const ports = { ...settings.get(KEY, Ports, {}) };
    for (const address of listen) {
      if (!address.endsWith('/tcp/0')) continue;
      const port = event.addresses.map(portOf).find((candidate) => candidate > 0);
      if (port !== undefined) ports[address] = port;
    }
    keep(() => settings.set(KEY, ports));
  });
  return daemon;
}

function withPort(address: string, port: number | undefined): string {
  return port === undefined ? address : address.replace(/\/tcp\/0$/, `/tcp/${port}`);
}

function portOf(address: string): number {
  return Number(/\/tcp\/(\d+)/.exec(address)?.[1] ?? 0);
}
