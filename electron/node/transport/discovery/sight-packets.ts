import { z } from 'zod';
import { isIp4 } from '#shared/protocol/address/ip-address.ts';
import { CELL_NAME_MAX } from '#shared/protocol/limits.ts';
import { PersonName } from '#shared/protocol/names/name-rule.ts';
import { line } from '#shared/protocol/text.ts';
import { decodeBase64url, encodeBase64url } from '../../crypto/base64url.ts';
import { addressOf, type MdnsRecord } from './mdns-packets.ts';

/**
 * How members who invite are found by who asks for them (docs/protocol.md, "Seen invitations"). Unlike all else that is
 * announced, it is in clear words: it is for somebody who knows nothing yet.
 */
export const SIGHT_SERVICE = '_ghost-invite._tcp.local';

/** What is told of an invitation that is shown. None of it is proved. */
export interface SightCard {
  /** The inviter's signing key, 32 bytes: who answers there must prove it. */
  readonly key: Uint8Array;
  readonly inviter: string;
  readonly cellName: string;
}

export interface Sighting extends SightCard {
  readonly address: string;
  readonly port: number;
}

const KEY_BYTES = 32;
/** It is shown now: nothing of it is worth keeping. */
const TTL_S = 10;
const VERSION = '1';
const ANSWERS_MAX = 16;
const TXT_MAX_BYTES = 255;
const CellName = line(1, CELL_NAME_MAX);

export function sightAnswer(
  { key, inviter, cellName }: SightCard,
  instance: string,
  address: string,
  port: number,
): { answers: MdnsRecord[]; additionals: MdnsRecord[] } {
  const name = `${instance}.${SIGHT_SERVICE}`;
  const target = `${instance}.local`;
  const data = [`v=${VERSION}`, `k=${encodeBase64url(key)}`, `n=${inviter}`, `c=${cellName}`];
  return {
    answers: [{ name: SIGHT_SERVICE, type: 'PTR', ttl: TTL_S, data: name }],
    additionals: [
      { name, type: 'SRV', ttl: TTL_S, data: { port, target, priority: 0, weight: 0 } },
      { name, type: 'TXT', ttl: TTL_S, data },
      { name: target, type: isIp4(address) ? 'A' : 'AAAA', ttl: TTL_S, data: address },
    ],
  };
}

/** Those that a packet tells of, as far as they are well-formed: names that nobody may have are none. */
export function readSightings(records: readonly MdnsRecord[]): Sighting[] {
  const named = (name: string, type: MdnsRecord['type']): MdnsRecord | undefined =>
    records.find((record) => record.name === name && record.type === type);
  return records.slice(0, ANSWERS_MAX).flatMap((record): Sighting[] => {
    if (record.type !== 'PTR' || record.name !== SIGHT_SERVICE) return [];
    const srv = named(record.data, 'SRV');
    const txt = named(record.data, 'TXT');
    if (srv?.type !== 'SRV' || txt?.type !== 'TXT' || srv.data.port < 1) return [];
    const address = addressOf(named(srv.data.target, 'A') ?? named(srv.data.target, 'AAAA'));
    const card = readCard([txt.data].flat().map((part) => Buffer.from(part)));
    return address === null || card === null ? [] : [{ ...card, address, port: srv.data.port }];
  });
}

function readCard(parts: readonly Buffer[]): SightCard | null {
  const told = (name: string): string => {
    const part = parts.find((each) => each.subarray(0, 2).toString('latin1') === `${name}=`);
    return part === undefined || part.length > TXT_MAX_BYTES ? '' : part.subarray(2).toString('utf8');
  };
  const inviter = PersonName.safeParse(told('n'));
  const cellName = CellName.safeParse(told('c'));
  const key = keyOf(told('k'));
  if (told('v') !== VERSION || key === null || !inviter.success || !cellName.success) return null;
  return { key, inviter: inviter.data, cellName: cellName.data };
}

function keyOf(text: string): Uint8Array | null {
  const parsed = z.base64url().length(43).safeParse(text);
  if (!parsed.success) return null;
  try {
    const key = decodeBase64url(parsed.data);
    return key.length === KEY_BYTES ? key : null;
  } catch {
    return null;
  }
}
