import { MEMBERS_MAX } from '../limits.ts';
import type { GraphNode } from '../log/entry-graph.ts';
import { isSameName } from '../names/name-skeleton.ts';
import { type Saying, says } from '../saying.ts';
import type { CountedGraph } from './ballot.ts';
import type { CellRules, Change } from './bodies.ts';
import { type Bridge, bridgesAfter } from './bridge-change.ts';
import { type DidLogText, isExtensionOf, newestVersionId } from './member-logs.ts';

export interface Member {
  readonly scid: string;
  readonly alias: string;
  /** The newest that the cell has certified; under the key of its last version the member signs. */
  readonly didLog: DidLogText;
  /** `versionId` of that version. */
  readonly version: string;
  /** The least generation in which the member writes since its machine was lost; 0 while it never was. */
  readonly base: number;
  /** Hash of the entry that admitted (or re-admitted) the member: `found`, or the `open` of the ballot. */
  readonly admittedBy: string;
  /** Of who is listed in a cell that branched off: hash of its `enter`, empty before that (`entered.ts`). */
  readonly enteredBy?: string;
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
  /** Members who were removed or left, some of whom have returned since. */
  readonly ended: ReadonlyMap<string, End>;
  /** Restores and changes of keys that certificates knew of, the earliest first: each ended what was before it. */
  readonly lives: readonly Life[];
  /** Everybody who ever was a member, as it is or was last. */
  readonly logs: ReadonlyMap<string, Member>;
  /** In force, by cell. */
  readonly bridges: readonly Bridge[];
}

/** Of the feed of a member who was removed, or left. */
export interface End {
  /** The newest entry that the removal knew, or zeros. */
  readonly end: string;
  /** Hash of the `open` of the removal, or of the `leave`: what lies in its past still counts. */
  readonly removal: string;
}

/**
 * A life of a member: what it writes in one generation, in one version of itself. These certified closes were the first
 * that knew of this one, or brought the version (generation 0 then): whatever life was before it ended in their past.
 */
export interface Life {
  readonly scid: string;
  readonly version: number;
  readonly gen: number;
  readonly closes: readonly string[];
}

export function isMember(epoch: Epoch, scid: string): boolean {
  return epoch.members.some((member) => member.scid === scid);
}

/** How many versions the log of a member has, or had when it was one; 0 for a stranger. */
export function versionOf(epoch: Epoch, scid: string): number {
  return epoch.logs.get(scid)?.didLog.length ?? 0;
}

/** `Member.base`; 0 for a stranger. */
export function baseOf(epoch: Epoch, scid: string): number {
  return epoch.logs.get(scid)?.base ?? 0;
}

/** A later version of its author than another entry's, or the same one and a later generation. */
export function isLaterLife(one: Pick<Life, 'version' | 'gen'>, than: GraphNode): boolean {
  return one.version > than.version || (one.version === than.version && one.gen > than.entry.gen);
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

/** Why a change cannot be made in this epoch, or null; of bridges see `bridgeError`. */
export function changeError(epoch: Epoch, change: Change): Saying | null {
  if (change.type === 'admit') {
    if (isMember(epoch, change.scid)) return says('refusal.memberAlready');
    if (epoch.members.length >= MEMBERS_MAX) return says('refusal.cellFull', { limit: MEMBERS_MAX });
    const taken = epoch.members.find((member) => isSameName(member.alias, change.alias));
    return taken ? says('refusal.nameTaken', { alias: change.alias, taken: taken.alias }) : null;
  }
  if (change.type === 'rekey') return isMember(epoch, change.scid) ? null : says('refusal.noSuchMember');
  if (change.type === 'remove') {
    if (!isMember(epoch, change.scid)) return says('refusal.noSuchMember');
    return epoch.members.length === 1 ? says('refusal.lastMember') : null;
  }
  return null;
}

export interface Certified {
  readonly key: string;
  readonly closes: readonly string[];
  readonly ballot: string;
}

/** What was certified, as far as it takes more than the change itself. */
export interface Reached {
  readonly begun: readonly Life[];
  /** The highest generation of an author in the past of the certified closes, or null if that has no entry of it. */
  readonly lastGen: (scid: string) => number | null;
  /** A member's log with the versions that a change brings, or null where they do not fit. */
  readonly extended: (member: Member, versions: DidLogText) => DidLogText | null;
  /** Members of the epoch who are leaving in that past, with the `leave` that counts. */
  readonly leaving: (epoch: Epoch) => ReadonlyMap<string, { readonly hash: string }>;
}

/** The epoch after a certified ballot; `change` is null when the ballot did not pass. */
export function nextEpoch(
  epoch: Epoch,
  certificate: Certified,
  change: Change | null,
  reached: Reached,
): Epoch {
  const { begun } = reached;
  const next = {
    ...epoch,
    lives: begun.length > 0 ? [...epoch.lives, ...begun] : epoch.lives,
    number: epoch.number + 1,
    certifiedBy: certificate.key,
    closes: certificate.closes,
  };
  return withoutLeavers(
    change && !changeError(epoch, change) ? changed(next, change, certificate, reached) : next,
    reached,
  );
}

function changed(next: Epoch, change: Change, certificate: Certified, reached: Reached): Epoch {
  switch (change.type) {
    case 'admit':
      return admitted(next, change, certificate, reached);
    case 'rekey':
      return rekeyed(next, change, certificate, reached);
    case 'remove': {
      const members = next.members.filter((member) => member.scid !== change.scid);
      const end = { end: change.end, removal: certificate.ballot };
      return { ...next, members, ended: new Map(next.ended).set(change.scid, end) };
    }
    case 'rules':
      return { ...next, rules: change.rules };
    case 'bridge':
    case 'unbridge':
      return { ...next, bridges: bridgesAfter(next.bridges, change, certificate.ballot) };
    case 'leavers':
      return next;
  }
}

/** Whatever the ballot was about, and came to; but a cell never loses everybody. */
function withoutLeavers(next: Epoch, { leaving }: Reached): Epoch {
  const left = leaving(next);
  const members = next.members.filter(({ scid }) => !left.has(scid));
  if (left.size === 0 || members.length === 0) return next;
  const ends = [...left].map(([scid, { hash }]) => [scid, { end: hash, removal: hash }] as const);
  return { ...next, members, ended: new Map([...next.ended, ...ends]) };
}

type ChangeOf<T extends Change['type']> = Extract<Change, { type: T }>;

/** Who was a member before goes on above its base; with a longer log it is one whose machine may be gone. */
function admitted(
  next: Epoch,
  { scid, alias, didLog }: ChangeOf<'admit'>,
  { closes, ballot }: Certified,
  { lastGen }: Reached,
): Epoch {
  const before = next.logs.get(scid);
  if (before && !isExtensionOf(before.didLog, didLog)) return next;
  const isLonger = before !== undefined && didLog.length > before.didLog.length;
  const base = isLonger ? afterLoss(lastGen(scid)) : (before?.base ?? 0);
  const member = { scid, alias, didLog, version: newestVersionId(didLog), base, admittedBy: ballot };
  const epoch = {
    ...next,
    members: [...next.members, member],
    logs: new Map(next.logs).set(scid, member),
  };
  return isLonger ? withVersion(epoch, scid, didLog, closes) : epoch;
}

function rekeyed(
  next: Epoch,
  { scid, versions, lost }: ChangeOf<'rekey'>,
  { closes }: Certified,
  { lastGen, extended }: Reached,
): Epoch {
  const before = next.members.find((member) => member.scid === scid);
  const didLog = before && extended(before, versions);
  if (!before || !didLog) return next;
  const base = lost ? afterLoss(lastGen(scid)) : before.base;
  const member = { ...before, didLog, version: newestVersionId(didLog), base };
  const members = next.members.map((other) => (other === before ? member : other));
  const epoch = { ...next, members, logs: new Map(next.logs).set(scid, member) };
  return withVersion(epoch, scid, didLog, closes);
}

function withVersion(
  epoch: Epoch,
  scid: string,
  { length: version }: DidLogText,
  closes: readonly string[],
): Epoch {
  return { ...epoch, lives: [...epoch.lives, { scid, version, gen: 0, closes }] };
}

function afterLoss(lastGen: number | null): number {
  return lastGen === null ? 1 : lastGen + 1;
}

type Closed = { readonly closes: readonly string[] };
const tipsOfCloses = new WeakMap<readonly string[], ReadonlyMap<string, readonly GraphNode[]>>();

/** Tips of the causal past of the certificate that began an epoch (none for epoch 0) or a life. */
export function epochTips(
  graph: CountedGraph,
  { closes }: Closed,
): ReadonlyMap<string, readonly GraphNode[]> {
  const known = tipsOfCloses.get(closes);
  if (known) return known;
  const nodes = closes.map((hash) => graph.get(hash)).filter((node) => node !== undefined);
  const tips = graph.mergeTips(nodes);
  if (nodes.length === closes.length) tipsOfCloses.set(closes, tips);
  return tips;
}

/** The highest generation of an author in the past of certified closes, or null. */
export function lastGenIn(graph: CountedGraph, closes: readonly string[], scid: string): number | null {
  const tips = epochTips(graph, { closes }).get(scid) ?? [];
  return tips.length === 0 ? null : Math.max(...tips.map(({ entry }) => entry.gen));
}

/** Generations, by version of their author, that certified closes know and the epoch before them did not. */
export function livesBegun(graph: CountedGraph, epoch: Epoch, closes: readonly string[]): Life[] {
  const begun: Life[] = [];
  for (const [scid, tips] of epochTips(graph, { closes })) {
    const own = epoch.lives.filter((life) => life.scid === scid);
    for (const version of new Set(tips.map((tip) => tip.version))) {
      const gen = highestGen(tips.filter((tip) => tip.version === version).map(({ entry }) => entry));
      const known = highestGen(own.filter((life) => life.version === version));
      if (gen > known) begun.push({ scid, version, gen, closes });
    }
  }
  return begun;
}

function highestGen(of: readonly { readonly gen: number }[]): number {
  return Math.max(0, ...of.map(({ gen }) => gen));
}
