import dnsPacket from 'dns-packet';
import { describe, expect, it } from 'vitest';
import {
  type Announcement,
  announcement,
  dayOf,
  memberHint,
  readAnnouncements,
  serviceName,
} from '../../../electron/node/transport/discovery/mdns-packets.ts';
import { isOnNetworkOf } from '../../../electron/node/transport/link/network-interfaces.ts';

const TAG = 'the tag of a cell on a day';
const DID = 'did:key:z6MkhaXgBZDvotDkL5257faiztiGiC2QtKLGpbnnEGta2doK';
const node: Announcement = {
  service: serviceName(TAG),
  instance: '0123456789abcdef',
  hint: memberHint(TAG, DID),
  address: '192.168.1.23',
  port: 4001,
};

/** What arrives of it, after it went over the wire. */
function records(of: Announcement, goodbye = false) {
  const packet = dnsPacket.decode(dnsPacket.encode({ type: 'response', ...announcement(of, goodbye) }));
  return [...(packet.answers ?? []), ...(packet.additionals ?? [])];
}

describe('An announcement by multicast DNS', () => {
  it('is read by those who know the tag, as it was meant', () => {
    expect(readAnnouncements(records(node), new Set([serviceName(TAG)]))).toEqual([node]);
  });

  it('fits into one packet and holds nothing but hashes, port and address', () => {
    const packet = dnsPacket.encode({ type: 'response', ...announcement(node) });
    expect(packet.length).toBeLessThan(512);
    const words = String(packet).match(/[ -~]{6,}/g) ?? [];
    const opaque = [/^[!-0_]?_?[0-9a-f]{32}$/, /^[0-9a-f]{16}/, /^.?h=[0-9a-f]{16}$/];
    for (const word of words) expect(opaque.some((pattern) => pattern.test(word))).toBe(true);
    expect(packet.includes(TAG)).toBe(false);
  });

  it('is not seen by another cell, or on another day', () => {
    expect(readAnnouncements(records(node), new Set([serviceName('another tag')]))).toEqual([]);
    expect(dayOf(Date.UTC(2026, 0, 2)) - dayOf(Date.UTC(2026, 0, 2) - 1)).toBe(1);
  });

  it('means nothing any more once it is taken back', () => {
    expect(readAnnouncements(records(node, true), new Set([serviceName(TAG)]))).toEqual([]);
  });

  it.each([
    ['a port of 0', { ...node, port: 0 }],
    ['a name that is not ours', { ...node, instance: 'printer' }],
    ['a hint that is none', { ...node, hint: 'alice' }],
  ])('is passed over with %s', (_, wrong) => {
    expect(readAnnouncements(records(wrong), new Set([serviceName(TAG)]))).toEqual([]);
  });

  it('is passed over when a record is missing, and counts at most sixteen', () => {
    for (const type of ['SRV', 'TXT', 'A']) {
      const rest = records(node).filter((record) => record.type !== type);
      expect(readAnnouncements(rest, new Set([serviceName(TAG)]))).toEqual([]);
    }
    const many = Array.from({ length: 40 }, () => records(node)[0]!).concat(records(node));
    expect(readAnnouncements(many, new Set([serviceName(TAG)])).length).toBeLessThanOrEqual(16);
  });
});

describe('A hint', () => {
  it('names one member under one tag, and needs the tag and not only the service name', () => {
    const hint = memberHint(TAG, DID);
    expect(hint).toMatch(/^[0-9a-f]{16}$/);
    expect(memberHint(TAG, DID)).toBe(hint);
    expect(memberHint(TAG, `${DID}x`)).not.toBe(hint);
    expect(memberHint('another tag', DID)).not.toBe(hint);
    expect(memberHint(serviceName(TAG), DID)).not.toBe(hint);
  });
});

describe('The network of an interface', () => {
  it.each([
    ['192.168.1.5', '255.255.255.0', '192.168.1.254', true],
    ['192.168.1.5', '255.255.255.0', '192.168.2.5', false],
    ['10.0.0.1', '255.0.0.0', '10.255.3.4', true],
    ['172.17.0.1', '255.255.0.0', '192.168.1.5', false],
    ['200.1.1.1', '255.255.255.255', '200.1.1.1', true],
  ])('of %s/%s holds %s: %s', (address, netmask, other, expected) => {
    expect(isOnNetworkOf({ name: 'lan0', address, netmask }, other)).toBe(expected);
  });
});
