import { isIPv6, SocketAddress } from 'node:net';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canonicalIp6, isIp6, isLinkLocal6 } from '#shared/protocol/address/ip-address.ts';
import { addressText, readAddress } from '#shared/protocol/address/typed-address.ts';
import { inEnglish } from '#shared/protocol/saying.ts';
import '#shared/words/sayings.ts';
import {
  addressInWords,
  isPeerAddress,
  parsePeerAddress,
} from '../../../electron/node/messaging/peer-address.ts';
import { expectCode } from '../../support/throws-code.ts';

const PEER_ID = '12D3KooWD7hpkdn6aREszUYwpmjhG1PkaGvgUEtTQtATsWr9TW76';

describe('A typed address', () => {
  it.each([
    ['192.168.1.23:4007', '/ip4/192.168.1.23/tcp/4007'],
    [' 192.168.1.23 ', '/ip4/192.168.1.23/tcp/4001'],
    ['[fe80::1]:4007', '/ip6/fe80::1/tcp/4007'],
    ['[FE80:0::0001%eth0]:4007', '/ip6zone/eth0/ip6/fe80::1/tcp/4007'],
    ['fe80::1%eth0', '/ip6zone/eth0/ip6/fe80::1/tcp/4001'],
    ['[::1]:4007', '/ip6/::1/tcp/4007'],
    ['[2001:db8::7]', '/ip6/2001:db8::7/tcp/4001'],
    ['::1', '/ip6/::1/tcp/4001'],
    ['::ffff:10.0.0.7', '/ip6/::ffff:a00:7/tcp/4001'],
    ['fe80::1:4001', '/ip6/fe80::1:4001/tcp/4001'],
    ['bob', '/dns/bob/tcp/4001'],
    ['bob.lan:4007', '/dns/bob.lan/tcp/4007'],
    ['Küche.local', '/dns/Küche.local/tcp/4001'],
    ['my_nas.local.', '/dns/my_nas.local./tcp/4001'],
    ['/dns6/bob.lan/tcp/4007', '/dns6/bob.lan/tcp/4007'],
    ['/ip4/10.0.0.7/tcp/4007', '/ip4/10.0.0.7/tcp/4007'],
    [`/ip4/10.0.0.7/tcp/4007/p2p/${PEER_ID}`, '/ip4/10.0.0.7/tcp/4007'],
    ['/ip6zone/eth0/ip6/fe80::1/tcp/4007', '/ip6zone/eth0/ip6/fe80::1/tcp/4007'],
  ])('%s is read as %s, and what it is written as is read as itself', (text, address) => {
    expect(parsePeerAddress(text)).toBe(address);
    expect(isPeerAddress(address)).toBe(true);
    expect(parsePeerAddress(addressInWords(address).replace(/^/, ''))).toBe(
      address.replace('/dns6/', '/dns/'),
    );
  });

  it.each([
    ['', 'Enter an address'],
    ['a'.repeat(513), 'too long'],
    ['bob 4001', 'a space'],
    ['http://bob:80', 'is a link'],
    ['[fe80::1:4001', 'closing bracket'],
    ['[fe80::1]4001', 'only a port'],
    ['[bob]:4001', 'no IPv6'],
    ['10.0.0.7:0', 'The port'],
    ['10.0.0.7:99999', 'The port'],
    ['bob:', 'The port'],
    ['[::1]:x', 'The port'],
    [':4001', 'names no computer'],
    ['10.0.0.256', 'no IPv4'],
    ['10.0.7', 'no IPv4'],
    ['010.0.0.7', 'no IPv4'],
    ['4001', 'no IPv4'],
    ['fe80::1::2', 'no IPv6'],
    ['1:2:3:4:5:6:7:8:9', 'no IPv6'],
    ['bob:4001:4002', 'no IPv6'],
    ['::1%lo', 'after %'],
    ['fe80::1%e/th0', 'after %'],
    ['fe80::1%', 'after %'],
    ['-bob', 'nor the name'],
    ['bob..lan', 'nor the name'],
    ['b/ob', 'nor the name'],
    ['/ip4/10.0.0.7/udp/1', 'no multiaddress'],
    ['/ip4/1.2.3.4/tcp/1/ws', 'no multiaddress'],
    ['/', 'no multiaddress'],
    ['/ip6zone/eth0/ip4/1.2.3.4/tcp/1', 'after %'],
    ['/ip4/1.2.3.4/tcp/0', 'The port'],
  ])('%j is none, and the sentence says why', (text, why) => {
    expect(expectCode('invalid-argument', () => parsePeerAddress(text))).toContain(why);
  });

  it('any text is an address or a sentence with a pattern to follow', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.webAuthority(), fc.ipV6(), fc.ipV4()), (text) => {
        const read = readAddress(text);
        if ('wrong' in read) expect(inEnglish(read.wrong)).toMatch(/4001/);
        else expect(readAddress(addressText(read.address))).toEqual(read);
      }),
    );
  });

  it('IPv6 is read as the platform reads it', () => {
    fc.assert(
      fc.property(fc.oneof(fc.ipV6(), fc.string({ unit: fc.constantFrom(...'0f:.1') })), (text) => {
        expect(isIp6(text)).toBe(isIPv6(text));
        if (!isIp6(text)) return;
        const canonical = canonicalIp6(text) ?? '';
        expect(canonicalIp6(canonical)).toBe(canonical);
        const platform = new SocketAddress({ address: text, family: 'ipv6' }).address;
        expect(canonicalIp6(platform)).toBe(canonical);
      }),
      { numRuns: 500 },
    );
    expect(['fe80::1', 'febf::', 'fec0::', '::fe80'].map(isLinkLocal6)).toEqual([true, true, false, false]);
  });
});
