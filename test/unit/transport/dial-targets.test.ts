import { expect, test } from 'vitest';
import { dialTargets } from '../../../electron/node/transport/link/dial-targets.ts';

const PEER = '12D3KooWD7hpkdn6aREszUYwpmjhG1PkaGvgUEtTQtATsWr9TW76';
const OWN = ['docker0', 'eth0', 'wlan0'].map((name) => ({
  name,
  address: 'fe80::5',
  netmask: 'ffff:ffff:ffff:ffff::',
  zone: name,
}));
const targets = (address: string, own = OWN) =>
  dialTargets([address], PEER, () => own).map((target) => String(target).replace(`/p2p/${PEER}`, ''));

test('a link-local address without its interface is tried on those that lead outside first', () => {
  expect(targets('/ip6/fe80::1/tcp/4001')).toEqual([
    '/ip6zone/eth0/ip6/fe80::1/tcp/4001',
    '/ip6zone/wlan0/ip6/fe80::1/tcp/4001',
  ]);
  expect(targets('/ip6/fe80::1/tcp/4001', [])).toEqual(['/ip6/fe80::1/tcp/4001']);
});

test('every other address is dialled as it is', () => {
  for (const address of [
    '/ip6zone/eth9/ip6/fe80::1/tcp/4001',
    '/ip6/2001:db8::1/tcp/4001',
    '/ip4/192.168.1.23/tcp/4001',
    '/dns/bob.lan/tcp/4001',
  ])
    expect(targets(address)).toEqual([address]);
});
