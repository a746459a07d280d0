import { z } from 'zod';
import { CELL_NAME_MAX, MEMBERS_MAX } from '../limits.ts';
import { Hash, Scid } from '../log/entry.ts';
import { PersonName } from '../names/name-rule.ts';
import { isSameName } from '../names/name-skeleton.ts';
import { type Saying, says } from '../saying.ts';
import { line } from '../text.ts';

/** Days for which a cell may believe what another one says, from the day of the ballot. */
export const BRIDGE_DAYS_MAX = 180;
/** So many cells at a time. */
export const BRIDGES_MAX = 8;
/** Days since the epoch, UTC. */
export const Day = z.int().min(0).max(10_000_000);

/** One of those whose keys the other cell speaks with. */
export const NamedMember = z.strictObject({
  scid: Scid,
  alias: PersonName,
  /** Multikey of its signing key. */
  key: z.string().regex(/^z6Mk[1-9A-HJ-NP-Za-km-z]{44}$/),
});
export type NamedMember = z.infer<typeof NamedMember>;

/** What another cell is called, and whose keys speak for it. */
export const bridgedCell = {
  cell: Hash,
  name: line(1, CELL_NAME_MAX),
  /** So many of the keys speak for the cell. */
  q: z.int().min(1).max(MEMBERS_MAX),
  members: z.array(NamedMember).min(1).max(MEMBERS_MAX),
};

/** Until that day we believe what q of these keys sign, and let our trust be told to that cell. */
export const BridgeChange = z.strictObject({ type: z.literal('bridge'), ...bridgedCell, until: Day });
export type BridgeChange = z.infer<typeof BridgeChange>;
export const UnbridgeChange = z.strictObject({ type: z.literal('unbridge'), cell: Hash });
export type UnbridgeChange = z.infer<typeof UnbridgeChange>;

/** In force from the epoch that its ballot made until a newer one for the same cell, or an `unbridge`; no clock ends it. */
export interface Bridge extends Omit<BridgeChange, 'type'> {
  /** Hash of its `open`. */
  readonly ballot: string;
}

/** Of an epoch and an `open`: whose cell it is, and on which day it says that it was written. */
export interface BridgePlace {
  readonly bridges: readonly Bridge[];
  readonly here: string;
  readonly day: number;
}

/** Why a bridge cannot be agreed on, or ended, or null. */
export function bridgeError(
  { bridges, here, day }: BridgePlace,
  change: BridgeChange | UnbridgeChange,
): Saying | null {
  if (change.type === 'unbridge')
    return bridges.some(({ cell }) => cell === change.cell) ? null : says('refusal.noSuchBridge');
  const { cell, q, members, until } = change;
  if (cell === here) return says('refusal.bridgeToItself');
  const fault = membersError(members);
  if (fault) return fault;
  if (2 * q <= members.length || q > members.length)
    return says('refusal.bridgeQuorum', { q, n: members.length });
  if (until <= day || until > day + BRIDGE_DAYS_MAX)
    return says('refusal.bridgeDays', { limit: BRIDGE_DAYS_MAX });
  // Those whose day has come are no use to anybody, and in nobody's way.
  const others = bridges.filter((bridge) => bridge.cell !== cell && bridge.until >= day);
  return others.length >= BRIDGES_MAX ? says('refusal.bridgesMany', { limit: BRIDGES_MAX }) : null;
}

function membersError(members: readonly NamedMember[]): Saying | null {
  const isTwice = (of: (member: NamedMember) => string): boolean =>
    new Set(members.map(of)).size < members.length;
  if (isTwice(({ scid }) => scid) || isTwice(({ key }) => key)) return says('refusal.bridgeMemberTwice');
  for (const [at, { alias }] of members.entries()) {
    const same = members.slice(0, at).find((other) => isSameName(other.alias, alias));
    if (same) return says('refusal.nameTaken', { alias, taken: same.alias });
  }
  return null;
}

/** Those in force after a certified change, by cell. */
export function bridgesAfter(
  bridges: readonly Bridge[],
  change: BridgeChange | UnbridgeChange,
  ballot: string,
): readonly Bridge[] {
  const others = bridges.filter(({ cell }) => cell !== change.cell);
  if (change.type === 'unbridge') return others;
  const { type: _, ...agreed } = change;
  return [...others, { ...agreed, ballot }].sort((a, b) => (a.cell < b.cell ? -1 : 1));
}
