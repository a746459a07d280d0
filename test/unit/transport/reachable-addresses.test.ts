import { expect, test } from 'vitest';
import {
  isOnlyHere,
  type OwnAddress,
  reachableAddresses,
} from '../../../electron/node/transport/link/reachable-addresses.ts';

const own: OwnAddress[] = [
  { name: 'lo', address: '127.0.0.1', internal: true },
  { name: 'docker0', address: '172.17.0.1', internal: false },
  { name: 'br-3fa1', address: '172.18.0.1', internal: false },
  { name: 'tun0', address: '10.8.0.2', internal: false },
  { name: 'eth1', address: '169.254.7.1', internal: false },
  { name: 'wlan0', address: '192.168.1.23', internal: false },
  { name: 'wlan0', address: 'fe80::1', internal: false },
  { name: 'wlan0', address: '2001:db8::5', internal: false },
];

test('what most computers reach comes first, what is inside of this one last', () => {
  expect(reachableAddresses(['/ip4/0.0.0.0/tcp/4001'], own)).toEqual([
    '/ip4/192.168.1.23/tcp/4001',
    '/ip4/169.254.7.1/tcp/4001',
    '/ip4/10.8.0.2/tcp/4001',
    '/ip4/172.17.0.1/tcp/4001',
    '/ip4/172.18.0.1/tcp/4001',
  ]);
  expect(reachableAddresses(['/ip6/::/tcp/4001'], own)).toEqual(['/ip6/2001:db8::5/tcp/4001']);
});

test('the loopback interface is named only where there is nothing else, and that is known', () => {
  const alone = reachableAddresses(['/ip4/0.0.0.0/tcp/4001'], own.slice(0, 1));
  expect(alone).toEqual(['/ip4/127.0.0.1/tcp/4001']);
  expect(isOnlyHere(alone)).toBe(true);
  expect(isOnlyHere(reachableAddresses(['/ip4/0.0.0.0/tcp/4001'], own))).toBe(false);
});

test('link-local IPv6 is named only where there is nothing else on a network', () => {
  const everywhere = ['/ip4/0.0.0.0/tcp/4001', '/ip6/::/tcp/4001'];
  expect(reachableAddresses(everywhere, own)).toEqual([
    '/ip4/192.168.1.23/tcp/4001',
    '/ip6/2001:db8::5/tcp/4001',
    '/ip4/169.254.7.1/tcp/4001',
    '/ip4/10.8.0.2/tcp/4001',
    '/ip4/172.17.0.1/tcp/4001',
    '/ip4/172.18.0.1/tcp/4001',
  ]);
  const link = [
    { name: 'lo', address: '127.0.0.1', internal: true },
    { name: 'veth7', address: 'fe80::7', internal: false },
    { name: 'eth0', address: 'fe80::1', internal: false },
  ];
  expect(reachableAddresses(everywhere, link)).toEqual(['/ip6/fe80::1/tcp/4001']);
});

test('a node that listens at one address names that one', () => {
  expect(reachableAddresses(['/ip4/192.168.1.23/tcp/4001'], own)).toEqual(['/ip4/192.168.1.23/tcp/4001']);
  expect(reachableAddresses(['/ip4/127.0.0.1/tcp/4001'], own)).toEqual(['/ip4/127.0.0.1/tcp/4001']);
});
