/** Maple Street: a cell of five, its receipts, and who holds what of them. */

import type { Cell, CellMember, Holdings, PassHour, SyncPass } from '#shared/contract/domain/cell.ts';
import type { About, Deed, Receipt } from '#shared/contract/domain/receipt.ts';
import { DEFAULT_CELL_RULES } from '#shared/protocol/closing/bodies.ts';
import { asWritten, says } from '#shared/protocol/saying.ts';
import { DIDS, ME, OWN_DIGEST } from './street.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

export const NAMES = ['alice', 'bob', 'carol', 'dave', 'erin'] as const;
type Name = (typeof NAMES)[number];

export const SCIDS: Readonly<Record<Name, string>> = {
  alice: 'QmZ4tDuvesekSs4qM5ZBKpXiZGun7S2CYtEZRB3DYXkjGx',
  bob: 'QmbWqxBEKC3P8tqsKc98xmWNzrzDtRLMiMPL8wBuTGsMnR',
  carol: 'QmPZ9gcCEpqKTo6aq61g2nXGUhM4iCL3ewB6LDXZCtioEB',
  dave: 'QmYwAPJzv5CZsnA625s3Xf2nemtYgPpHdWEz79ojWnPbdG',
  erin: 'QmT78zSuBmuS4z925WZfrqQ1qHaJ56DQaTfyMUF7F8ff5o',
};

/** 64 hex digits that differ from receipt to receipt; not a hash of anything. */
function digits(seed: number): string {
  let state = (seed + 1) * 2_654_435_761;
  return Array.from({ length: 8 }, () => {
    state = (Math.imul(state ^ (state >>> 15), 2_246_822_519) + 0x9e3779b9) >>> 0;
    return state.toString(16).padStart(8, '0');
  }).join('');
}

/** Who signs, in the order of causes, over and over. */
const TURNS = 'aabecdaebdcaecbadeecabdaecdbae';
const KINDS = ['draft', 'open', 'vote', 'vote', 'vote', 'close', 'close', 'sign', 'confirm'] as const;
const ABOUT: About = { title: 'Admit erin', auto: { code: 'admit', params: { name: 'erin' } } };
const BY_LETTER: Readonly<Record<string, Name>> = {
  a: 'alice',
  b: 'bob',
  c: 'carol',
  d: 'dave',
  e: 'erin',
};

function deedOf(did: 'found' | (typeof KINDS)[number]): Deed {
  if (did === 'draft') return { did, proposal: ABOUT, agent: OWN_DIGEST };
  if (did === 'found') return { did, cell: 'Maple Street' };
  return did === 'vote' ? { did, proposal: ABOUT, choice: 'APPROVE' } : { did, proposal: ABOUT };
}

export function streetReceipts(nowMs: number, total = 853): Receipt[] {
  const last = new Map<Name, Receipt>();
  const receipts: Receipt[] = [];
  const told = new Map<Name, Map<Name, string>>();
  for (let position = 0; position < total; position += 1) {
    const name = position === 0 ? 'alice' : (BY_LETTER[TURNS[position % TURNS.length] ?? 'a'] ?? 'alice');
    const kind = position === 0 ? 'found' : (KINDS[position % KINDS.length] ?? 'vote');
    const before = last.get(name) ?? null;
    const known = told.get(name) ?? new Map<Name, string>();
    const seen = [...last.entries()]
      .filter(([other, { hash }]) => other !== name && known.get(other) !== hash)
      .map(([other, { hash }]) => {
        known.set(other, hash);
        return hash;
      });
    told.set(name, known);
    const valid = position % 97 !== 60;
    const receipt: Receipt = {
      hash: digits(position),
      author: SCIDS[name],
      name,
      gen: 0,
      seq: before ? before.seq + 1 : 0,
      kind,
      atMs: nowMs - (total - position) * 41 * MINUTE + (name === 'dave' ? 4 * MINUTE : 0),
      deed: deedOf(kind),
      valid,
      reason: valid ? null : says('refusal.closedAlready'),
      position,
      prev: before?.hash ?? null,
      seen,
      decided: null,
    };
    last.set(name, receipt);
    receipts.push(receipt);
  }
  return receipts;
}

export function streetMembers(receipts: readonly Receipt[], nowMs: number): CellMember[] {
  return NAMES.map((name, order) => ({
    scid: SCIDS[name],
    did: name === 'alice' ? ME.did : DIDS[name],
    name,
    order,
    me: name === 'alice',
    joinedAtMs: nowMs - (72 - order * 2) * DAY,
    receipts: receipts.filter((receipt) => receipt.name === name).length,
    fingerprint: `${order}f3a 91c2 77e0 4b1d 5a6e`,
    key: {
      version: name === 'erin' ? 3 : name === 'dave' ? 2 : 1,
      sinceMs: nowMs - (name === 'erin' || name === 'dave' ? 2 : 72 - order * 2) * DAY,
      by: name === 'erin' ? 'words' : name === 'dave' ? 'device' : 'first',
    },
    compared:
      name === 'bob' || name === 'carol'
        ? { atMs: nowMs - order * 20 * DAY, isOutdated: name === 'carol' }
        : null,
  }));
}

export function streetCell(receipts: readonly Receipt[], nowMs: number): Cell {
  return {
    id: 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
    name: 'Maple Street',
    epoch: 4,
    stateHash: 'a41f33d09c0b6b1c5d0e7a316f424c1b8a5790b3e4d2c1a9f0e1d2c3b4a59687',
    members: streetMembers(receipts, nowMs),
    rules: DEFAULT_CELL_RULES,
    receipts: receipts.length,
    signingBarred: null,
    clockDoubt: null,
    forked: [],
    invitations: [],
    shownUntilMs: null,
    joinRequests: [],
    recoveryCodes: [],
    recoveryRequests: [],
  };
}

/** bob as of three hours ago, carol catching up now, dave and erin complete. */
export function streetHoldings(nowMs: number): Holdings {
  const bob = [9, 0, 0, 3, 2];
  const carol = [12, 6, 0, 6, 4];
  return {
    members: NAMES.map((name) => SCIDS[name]),
    behind: NAMES.map((_, author) => [0, bob[author] ?? 0, carol[author] ?? 0, 0, 0]),
    asOfMs: [nowMs, nowMs - 3 * HOUR - 2 * MINUTE, nowMs - 8_000, nowMs - 40_000, nowMs - 6_000],
  };
}

/** What these passes and some before them brought, hour by hour. */
export function streetPassHours(nowMs: number): PassHour[] {
  const now = Math.floor(nowMs / HOUR);
  return [
    { hour: now - 22, items: 1 },
    { hour: now - 19, items: 3 },
    { hour: now - 13, items: 3 },
    { hour: now - 8, items: 7 },
    { hour: now - 3, items: 6 },
    { hour: now, items: 16 },
  ];
}

export function streetPasses(nowMs: number): SyncPass[] {
  const pass = (agoMs: number, peer: string, change: Partial<SyncPass> = {}): SyncPass => ({
    atMs: nowMs - agoMs,
    peer,
    receiptsIn: 0,
    receiptsOut: 0,
    messagesIn: 0,
    messagesOut: 0,
    failure: null,
    ...change,
  });
  return [
    pass(6_000, DIDS.erin),
    pass(22_000, DIDS.carol, { receiptsOut: 12 }),
    pass(41_000, DIDS.dave, { receiptsIn: 1 }),
    pass(9 * MINUTE, DIDS.erin, { receiptsIn: 2, messagesIn: 1 }),
    pass(3 * HOUR + 2 * MINUTE, DIDS.bob, { failure: asWritten('connection lost') }),
    pass(3 * HOUR + 4 * MINUTE, DIDS.bob, { receiptsIn: 3, receiptsOut: 2, messagesOut: 1 }),
    pass(8 * HOUR, DIDS.dave, { receiptsIn: 7 }),
    pass(13 * HOUR, DIDS.erin, { receiptsOut: 3 }),
    pass(19 * HOUR, DIDS.carol, { receiptsIn: 2, messagesOut: 1 }),
    pass(22 * HOUR, DIDS.bob, { receiptsIn: 1 }),
  ];
}
