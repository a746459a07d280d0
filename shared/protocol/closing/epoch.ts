import { MEMBERS_MAX } from '../limits.ts';
import type { EntryGraph, GraphNode } from '../log/entry-graph.ts';
import { isSameName } from '../names/name-skeleton.ts';
import { type Saying, says } from '../saying.ts';
import type { CellRules, Change } from './bodies.ts';

export interface Member {
  readonly scid: string;
  readonly alias: string;
  readonly didLog: readonly Readonly<Record<string, unknown>>[];
  /** Hash of the entry that admitted (or re-admitted) the member: `found`, or the `open` of the ballot. */
  readonly admittedBy: string;
}

/** Members and rules between two certificates of the membership slot. */
export interface Epoch {
  readonly number: number;
  readonly name: string;
  readonly members: readonly Member[];
  readonly rules: CellRules;
  /** Equality key of the certified set that began this epoch; null for epoch 0. */
  readonly certifiedBy: string | null;
  /** The certified closes; empty for epoch 0. */
  readonly closes: readonly string[];
  /** Members who were removed, some of whom have returned since. */
  readonly ended: ReadonlyMap<string, End>;
  /** Restores that certificates knew of, the earliest first: each ended what was its author's feed before. */
  readonly lives: readonly Life[];
}

/** Of the feed of a member who was removed. */
export interface End {
  /** The newest entry that the removal knew, or zeros. */
  readonly end: string;
  /** Hash of the `open` of the removal: what lies in its past still counts. */
  readonly removal: string;
}

/** Generation `gen` of a member was first known to these certified closes. */
export interface Life {
  readonly scid: string;
  readonly gen: number;
  readonly closes: readonly string[];
}

export function isMember(epoch: Epoch, scid: string): boolean {
  return epoch.members.some((member) => member.scid === scid);
}

export interface QuorumSizes {
  readonly n: number;
  readonly f: number;
  readonly q: number;
}

/** n, f and q of `n` members under a rule (CLOSING: f at most floor((n - 1) / 3), q = floor((n + f) / 2) + 1). */
export function quorumSizesOf(n: number, rules: Pick<CellRules, 'f'>): QuorumSizes {
  const most = Math.floor((n - 1) / 3);
  const f = Math.min(rules.f ?? most, most);
  return { n, f, q: Math.floor((n + f) / 2) + 1 };
}

/** n, f and q of a slot whose electorate is this epoch. */
export function quorumSizes(epoch: Epoch): QuorumSizes {
  return quorumSizesOf(epoch.members.length, epoch.rules);
}

/** Why a change cannot be made in this epoch, or null. */
export function changeError(epoch: Epoch, change: Change): Saying | null {
  if (change.type === 'admit') {
    if (isMember(epoch, change.scid)) return says('refusal.memberAlready');
    if (epoch.members.length >= MEMBERS_MAX) return says('refusal.cellFull', { limit: MEMBERS_MAX });
    const taken = epoch.members.find((member) => isSameName(member.alias, change.alias));
    return taken ? says('refusal.nameTaken', { alias: change.alias, taken: taken.alias }) : null;
  }
  if (change.type === 'remove') {
    if (!isMember(epoch, change.scid)) return says('refusal.noSuchMember');
    return epoch.members.length === 1 ? says('refusal.lastMember') : null;
  }
  return null;
}

/** The epoch after a certified ballot; `change` is null when the ballot did not pass. */
export function nextEpoch(
  epoch: Epoch,
  certificate: { readonly key: string; readonly closes: readonly string[]; readonly ballot: string },
  change: Change | null,
  begun: readonly Life[],
): Epoch {
  const base = {
    ...epoch,
    lives: begun.length > 0 ? [...epoch.lives, ...begun] : epoch.lives,
    number: epoch.number + 1,
    certifiedBy: certificate.key,
    closes: certificate.closes,
  };
  if (!change || changeError(epoch, change)) return base;
  if (change.type === 'admit') {
    const { scid, alias, didLog } = change;
    const newcomer = { scid, alias, didLog, admittedBy: certificate.ballot };
    return { ...base, members: [...epoch.members, newcomer] };
  }
  if (change.type === 'remove') {
    const members = epoch.members.filter((member) => member.scid !== change.scid);
    const end = { end: change.end, removal: certificate.ballot };
    return { ...base, members, ended: new Map(epoch.ended).set(change.scid, end) };
  }
  return { ...base, rules: change.rules };
}

type Closed = { readonly closes: readonly string[] };
const tipsOfCloses = new WeakMap<readonly string[], ReadonlyMap<string, readonly GraphNode[]>>();

/** Tips of the causal past of the certificate that began an epoch (none for epoch 0) or a life. */
export function epochTips(graph: EntryGraph, { closes }: Closed): ReadonlyMap<string, readonly GraphNode[]> {
  const known = tipsOfCloses.get(closes);
  if (known) return known;
  const nodes = closes.map((hash) => graph.get(hash)).filter((node) => node !== undefined);
  const tips = graph.mergeTips(nodes);
  if (nodes.length === closes.length) tipsOfCloses.set(closes, tips);
  return tips;
}

/** Generations that certified closes know and the epoch before them did not. */
export function livesBegun(graph: EntryGraph, epoch: Epoch, closes: readonly string[]): Life[] {
  const begun: Life[] = [];
  for (const [scid, tips] of epochTips(graph, { closes })) {
    const gen = Math.max(...tips.map(({ entry }) => entry.gen));
    const known = Math.max(0, ...epoch.lives.filter((life) => life.scid === scid).map((life) => life.gen));
    if (gen > known) begun.push({ scid, gen, closes });
  }
  return begun;
}
