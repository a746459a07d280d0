import { describe, expect, it } from 'vitest';
import { believableAddresses } from '../../../electron/node/transport/link/told-addresses.ts';

const LAN = [
  { name: 'lan0', address: '10.77.0.1', netmask: '255.255.255.0' },
  { name: 'lan0', address: '2001:db8:7::1', netmask: 'ffff:ffff:ffff:ffff::' },
];
const believes = (address: string, teller: string | null = '10.77.0.2') =>
  believableAddresses([address], teller, LAN).length === 1;

describe('An address that a member tells of another', () => {
  it('is dialled on a network of this node', () => {
    expect(believes('/ip4/10.77.0.3/tcp/4001')).toBe(true);
    expect(believes('/ip4/10.77.1.3/tcp/4001')).toBe(false);
    expect(believes('/ip4/8.8.8.8/tcp/53')).toBe(false);
    expect(believes('/ip6/2001:db8:7::99/tcp/4001')).toBe(true);
    expect(believes('/ip6/2001:db8:8::99/tcp/4001')).toBe(false);
  });

  it('is dialled on this computer only if the teller is on it', () => {
    expect(believes('/ip4/127.0.0.1/tcp/22')).toBe(false);
    expect(believes('/ip4/127.0.0.1/tcp/22', null)).toBe(false);
    expect(believes('/ip6/::1/tcp/22')).toBe(false);
    expect(believes('/ip4/127.0.0.1/tcp/22', '127.0.0.1')).toBe(true);
    expect(believes('/ip6/::1/tcp/22', '127.0.0.1')).toBe(true);
  });

  it('is never a name, nor link-local IPv6, nor spelled otherwise', () => {
    for (const address of [
      '/dns/printer.lan/tcp/80',
      '/dns4/localhost/tcp/80',
      '/ip6/fe80::1/tcp/4001',
      '/ip6zone/lan0/ip6/fe80::1/tcp/4001',
      '/ip6/2001:DB8:7::99/tcp/4001',
      '/ip4/10.77.0.3/tcp/04001',
      '/ip4/10.77.0.3/udp/4001',
      '10.77.0.3:4001',
      '',
    ]) {
      expect(believes(address, '127.0.0.1')).toBe(false);
    }
  });
});
