/** What the operator may have to be told of, read from the node's state: pure, and without a word of any language. */
import type { JoinRequest } from '#shared/contract/domain/cell.ts';
import type { ForkProposal } from '#shared/contract/domain/fork.ts';
import type { ProposalSummary } from '#shared/contract/domain/governance.ts';
import type { Departure } from '#shared/contract/domain/held-cell.ts';
import type { Message } from '#shared/contract/domain/message.ts';
import {
  isMutedMessage,
  mutingOf,
  type NoticeKind,
  type NoticeSettings,
} from '#shared/contract/domain/notice-settings.ts';
import type { Peer } from '#shared/contract/domain/peer.ts';
import type { RecoveryRequest } from '#shared/contract/domain/recovery.ts';
import type { Snapshot } from '#shared/contract/domain/snapshot.ts';

/** A message as long as it waits to be read; its text, and the name of its file, are kept in memory only. */
export type Unread = Pick<Message, 'id' | 'number' | 'thread' | 'senderDid'> & {
  readonly text: string | null;
  /** What its file is called when it is saved, if it has one. */
  readonly fileName?: string;
};

interface Base {
  /** What it is told of once by: over restarts, too. */
  readonly key: string;
  /** Matters of one group share a notice, which a newer one replaces. */
  readonly group: string;
}
export type Matter = Base &
  (
    | { readonly kind: 'votes'; readonly proposal: ProposalSummary }
    | { readonly kind: 'messages'; readonly message: Unread }
    | { readonly kind: 'joins'; readonly request: JoinRequest }
    | { readonly kind: 'returns'; readonly request: RecoveryRequest }
    | { readonly kind: 'forks'; readonly fork: ForkProposal }
    | { readonly kind: 'departures'; readonly departure: Departure }
    | { readonly kind: 'decisions'; readonly proposal: ProposalSummary }
    | { readonly kind: 'peers'; readonly peer: Peer }
    | { readonly kind: 'disk' }
    | { readonly kind: 'locked' }
    | { readonly kind: 'damage' }
  );
/** Who comes back is told of with who comes; forks with what needs a vote, and who left with what was decided. */
export type MatterKind = NoticeKind | 'returns' | 'forks' | 'departures' | 'locked' | 'damage';

/** What the state does not say itself. */
export interface Surroundings {
  readonly nowMs: number;
  /** Since when this node runs, is online and is not woken from a sleep: before that, others may have called in vain. */
  readonly aroundSinceMs: number | null;
  readonly unread: readonly Unread[];
}

const HOUR_MS = 3_600_000;
/** Whoever was not there while this computer slept gets so long to be met again. */
export const MEETING_TIME_MS = 15 * 60_000;
/** A decision that is older is history by the time it is heard of. */
const DECISION_NEWS_MS = 7 * 24 * HOUR_MS;

/** What was lost is asked for from the members: whoever does not look would not know that it was. */
const DAMAGE = { kind: 'damage', key: 'damage', group: 'damage' } as const;

/** All that holds now, told or not. While the node does not run, that its key waits, or nothing. */
export function mattersOf(state: Snapshot, around: Surroundings): Matter[] {
  if (state.phase === 'locked') return [{ kind: 'locked', key: 'locked', group: 'locked' }];
  if (state.phase !== 'running') return [];
  return [
    ...votes(state),
    ...around.unread.map((message) => messageMatter(message)),
    ...joins(state),
    ...returns(state),
    ...forks(state, around.nowMs),
    ...departures(state),
    ...decisions(state, around.nowMs),
    ...absences(state, around),
    ...(state.problem?.code === 'store-full' ? [{ kind: 'disk', key: 'disk', group: 'disk' } as const] : []),
    ...(state.problem?.code === 'store-corrupt' ? [DAMAGE] : []),
  ];
}

function votes({ proposals }: Snapshot): Matter[] {
  return proposals
    .filter(({ needsMyVote }) => needsMyVote)
    .map((proposal) => ({ kind: 'votes', key: `vote:${proposal.id}`, group: 'votes', proposal }));
}

function messageMatter(message: Unread): Matter {
  return { kind: 'messages', key: `message:${message.id}`, group: `messages:${message.thread}`, message };
}

/** Those that only this operator can answer; the others' newcomers come as a ballot. */
function joins({ cell }: Snapshot): Matter[] {
  return (cell?.joinRequests ?? [])
    .filter(({ state, answered, words }) => state === 'asking' && !answered && words !== null)
    .map((request) => ({ kind: 'joins', key: `join:${request.scid}`, group: 'joins', request }));
}

/** Members on new machines, by a code of this node: only its operator can compare the words. */
function returns({ cell }: Snapshot): Matter[] {
  return (cell?.recoveryRequests ?? [])
    .filter(({ state, answered }) => state === 'differ' || (state === 'asking' && !answered))
    .map((request) => ({ kind: 'returns', key: keyOf(request), group: 'returns', request }));
}

/** One that asked, and then saw other words, is told of twice. */
function keyOf({ id, state }: RecoveryRequest): string {
  return state === 'differ' ? `differ:${id}` : `return:${id}`;
}

/** Those that wait for this operator's word, and those in which it lives since. */
function forks({ forks: { proposals }, cells }: Snapshot, nowMs: number): Matter[] {
  const live = cells.find(({ isLive }) => isLive)?.id;
  return proposals
    .filter(({ state, cell, atMs, founder }) => {
      if (state === 'alive') return cell === live && !founder.me && atMs > nowMs - DECISION_NEWS_MS;
      return state === 'asked' || state === 'crossed';
    })
    .map((fork) => ({ kind: 'forks', key: `fork:${fork.cell}:${fork.state}`, group: 'forks', fork }));
}

/** Who said since this member came that it leaves the cell; however long nobody was there to hear of it. */
function departures({ cells, cell }: Snapshot): Matter[] {
  const joinedAtMs = cell?.members.find(({ me }) => me)?.joinedAtMs ?? null;
  if (joinedAtMs === null) return [];
  return (cells.find(({ isLive }) => isLive)?.departures ?? [])
    .filter(({ me, atMs }) => !me && atMs >= joinedAtMs)
    .map((departure) => ({
      kind: 'departures',
      key: `left:${departure.scid}:${departure.atMs}`,
      group: 'departures',
      departure,
    }));
}

/** Of ballots that this member has a seat in: what was decided before it came, its own admission too, is no news to it. */
function decisions({ proposals }: Snapshot, nowMs: number): Matter[] {
  return proposals
    .filter(({ state, decidedAtMs, passedOver, seats }) => {
      if ((state !== 'passed' && state !== 'failed') || passedOver || decidedAtMs === null) return false;
      return seats.some(({ me }) => me) && decidedAtMs > nowMs - DECISION_NEWS_MS;
    })
    .map((proposal) => ({ kind: 'decisions', key: `decision:${proposal.id}`, group: 'decisions', proposal }));
}

function absences(
  { peers, online, network, settings }: Snapshot,
  { nowMs, aroundSinceMs }: Surroundings,
): Matter[] {
  if (!online || !network || aroundSinceMs === null || nowMs - aroundSinceMs < MEETING_TIME_MS) return [];
  const longMs = settings.notices.peerHours * HOUR_MS;
  return peers
    .filter(({ link, lastSeenAtMs }) => {
      const away = link.state === 'offline' || link.state === 'connecting';
      return away && lastSeenAtMs !== null && nowMs - lastSeenAtMs >= longMs;
    })
    .map((peer) => ({
      kind: 'peers',
      // Met and lost again is another absence.
      key: `peer:${peer.did}:${peer.lastSeenAtMs}`,
      group: 'peers',
      peer,
    }));
}

/** What is told of with others, and has no switch of its own. */
const ALSO: Partial<Record<MatterKind, NoticeKind>> = {
  returns: 'joins',
  forks: 'votes',
  departures: 'decisions',
};

/** A ballot cannot be muted: it needs this member's vote. */
function isMuted(matter: Matter, notices: NoticeSettings, nowMs: number): boolean {
  if (matter.kind === 'messages') return isMutedMessage(notices, matter.message, nowMs);
  return matter.kind === 'peers' && mutingOf(notices, matter.peer.did, nowMs) !== null;
}

/** Whether the operator wants to hear of such a matter at all. */
export function isWanted(matter: Matter, notices: NoticeSettings, nowMs: number): boolean {
  if (matter.kind === 'locked' || matter.kind === 'damage') return true;
  return notices.kinds[ALSO[matter.kind] ?? (matter.kind as NoticeKind)] && !isMuted(matter, notices, nowMs);
}
