import { createHmac } from 'node:crypto';
import type { ResponsePacket } from 'multicast-dns';
import { canonicalIp6, isIp4 } from '#shared/protocol/address/ip-address.ts';
import { DAY_MS } from '#shared/protocol/limits.ts';
import { sha256Hex } from '../../crypto/hash.ts';
import type { LanInterface } from '../link/network-interfaces.ts';

/**
 * What members say to each other by multicast DNS (RFC 6762, RFC 6763). Every name is a hash that only members can
 * make, so that others on the network learn neither which cell it is nor who is in it; see docs/protocol.md,
 * "Discovery".
 */

const SERVICE_DOMAIN = 'ghoststack/mdns/v1';
const HINT_DOMAIN = 'ghoststack/mdns/hint/v1';
const HINT_BYTES = 8;
/** Seconds for which an answer is worth something. */
const TTL_S = 120;
const ANSWERS_MAX = 16;

export type MdnsRecord = NonNullable<ResponsePacket['answers']>[number];

export interface Announcement {
  readonly service: string;
  /** Random, in lower-case hex: means nothing. */
  readonly instance: string;
  readonly hint: string;
  readonly address: string;
  readonly port: number;
}

export function dayOf(nowMs: number): number {
  return Math.floor(nowMs / DAY_MS);
}

/** The service that those who share a tag ask for; not the tag itself, which makes the hints. */
export function serviceName(tag: string): string {
  return `_${sha256Hex(`${SERVICE_DOMAIN}\n${tag}`).slice(0, 32)}._tcp.local`;
}

/** By this a member that knows the tag knows who announces. */
export function memberHint(tag: string, did: string): string {
  return createHmac('sha256', tag)
    .update(`${HINT_DOMAIN}\n${did}`)
    .digest('hex')
    .slice(0, 2 * HINT_BYTES);
}

/** The records that announce a node, in the form of DNS-SD; with `goodbye` those that take it back. */
export function announcement(
  { service, instance, hint, address, port }: Announcement,
  goodbye = false,
): { answers: MdnsRecord[]; additionals: MdnsRecord[] } {
  const ttl = goodbye ? 0 : TTL_S;
  const name = `${instance}.${service}`;
  const target = `${instance}.local`;
  return {
    answers: [{ name: service, type: 'PTR', ttl, data: name }],
    additionals: [
      { name, type: 'SRV', ttl, data: { port, target, priority: 0, weight: 0 } },
      { name, type: 'TXT', ttl, data: [`h=${hint}`] },
      { name: target, type: isIp4(address) ? 'A' : 'AAAA', ttl, data: address },
    ],
  };
}

/** What a packet announces of some services, as far as it is well-formed; goodbyes are left out. */
export function readAnnouncements(
  records: readonly MdnsRecord[],
  services: { has(service: string): boolean },
): Announcement[] {
  const named = (name: string, type: MdnsRecord['type']): MdnsRecord | undefined =>
    records.find((record) => record.name === name && record.type === type);
  const found: Announcement[] = [];
  for (const record of records.slice(0, ANSWERS_MAX)) {
    if (record.type !== 'PTR' || !services.has(record.name) || (record.ttl ?? 0) === 0) continue;
    const instance = /^([0-9a-f]{16})\./.exec(record.data)?.[1];
    const srv = named(record.data, 'SRV');
    const txt = named(record.data, 'TXT');
    if (instance === undefined || srv?.type !== 'SRV' || txt?.type !== 'TXT') continue;
    const address = addressOf(named(srv.data.target, 'A') ?? named(srv.data.target, 'AAAA'));
    const hint = [txt.data].flat().map((line) => /^h=([0-9a-f]{16})$/.exec(String(line))?.[1])[0];
    const { port } = srv.data;
    if (address === null || hint === undefined || port < 1) continue;
    found.push({ service: record.name, instance, hint, address, port });
  }
  return found;
}

/** Where a node is dialled whose announcement came over an interface. */
export function whereAt({ zone }: LanInterface, address: string, port: number): string {
  return zone === undefined ? `/ip4/${address}/tcp/${port}` : `/ip6zone/${zone}/ip6/${address}/tcp/${port}`;
}

/** As the packet's sender is written, too. */
export function addressOf(record: MdnsRecord | undefined): string | null {
  if (record?.type === 'A') return isIp4(record.data) ? record.data : null;
  return record?.type === 'AAAA' ? canonicalIp6(record.data) : null;
}
