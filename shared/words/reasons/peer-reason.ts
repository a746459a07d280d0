/** Why a peer is in the state it is in, in words (UI.md §4). One pure function for node, dashboard and tray. */

import type { Peer, PeerLink } from '../../contract/domain/peer.ts';
import { hostOfAddress } from '../format/address.ts';
import { byteSize } from '../format/bytes.ts';
import { visibleLine } from '../format/peer-text.ts';
import { ago, clockSeconds, duration, listTime, until } from '../format/times.ts';
import { sentence } from '../sayings.ts';
import { type StringKey, t } from '../translate.ts';
import { clockDifference } from './clock-words.ts';
import type { Mark } from './mark.ts';

export type PeerState =
  | 'inSync'
  | 'connectedWaiting'
  | 'sending'
  | 'receiving'
  | 'offline'
  | 'neverSeen'
  | 'connecting'
  | 'version'
  | 'refused'
  | 'cutOff'
  | 'iAmOffline'
  | 'noNetwork';

export interface PeerReasonContext {
  readonly nowMs: number;
  /** False when the operator went offline on purpose. */
  readonly online: boolean;
  readonly network: boolean;
  readonly myName: string;
}

export interface PeerReason {
  readonly state: PeerState;
  readonly mark: Mark;
  /** Whole sentence, seen from here: `Offline, last seen 3 h ago.` */
  readonly sentence: string;
  /** More sentences, or null. */
  readonly detail: string | null;
  /** The same for below the peer's side of it, where the sentence does not say when the peer was seen. */
  readonly sideDetail: string | null;
  /** What deserves care although the state is fine (a clock that is off), or null. */
  readonly caution: string | null;
  /** Two computers were seen under its key. */
  readonly onTwo: boolean;
  /** A few words for the pulse: `offline 3 h`. */
  readonly short: string;
  /** Parameters of `reason.peer.side.<state>` and `reason.peer.past.<state>`, the peer's side of it. */
  readonly side: Readonly<Record<string, string | number>>;
}

/**
 * So long two computers under one key are told of once they were seen. While both run, the one that is sent away comes
 * again more often than that.
 */
const TWIN_TOLD_MS = 10 * 60_000;

/** A clock that is off by less is not worth a word. */
const CLOCK_TOLERANCE_MS = 60_000;

function stateOf(peer: Peer, { online, network }: PeerReasonContext): PeerState {
  if (!online) return 'iAmOffline';
  if (peer.link.state !== 'connected' && !network) return 'noNetwork';
  switch (peer.link.state) {
    case 'connected':
      if (peer.sending && peer.sending.done < peer.sending.total) return 'sending';
      if (peer.receiving && peer.receiving.done < peer.receiving.total) return 'receiving';
      return peer.waitingMessages > 0 ? 'connectedWaiting' : 'inSync';
    case 'offline':
      return peer.lastSeenAtMs === null ? 'neverSeen' : 'offline';
    case 'never-seen':
      return 'neverSeen';
    case 'connecting':
      return 'connecting';
    case 'version':
      return 'version';
    case 'refused':
      return 'refused';
    case 'cut-off':
      return 'cutOff';
  }
}

const MARKS: Readonly<Record<PeerState, Mark>> = {
  inSync: 'ok',
  connectedWaiting: 'down',
  sending: 'down',
  receiving: 'up',
  offline: 'offline',
  neverSeen: 'offline',
  connecting: 'waiting',
  version: 'stop',
  refused: 'stop',
  cutOff: 'stop',
  iAmOffline: 'waiting',
  noNetwork: 'waiting',
};

/** Why a peer is cut off or refuses, without the full stop that the sentence adds. */
export function causeInWords(link: PeerLink | undefined): string {
  const told = link?.state === 'refused' || link?.state === 'cut-off' ? sentence(link.reason) : '';
  return visibleLine(told).replace(/\.+$/, '') || t('reason.peer.noCause');
}

function caution(peer: Peer, nowMs: number): string | null {
  const slowed = peer.isSlowed ? t('reason.peer.slowed') : null;
  return (
    [twinCaution(peer, nowMs), clockCaution(peer), slowed].filter((part) => part !== null).join(' ') || null
  );
}

function twinCaution({ twinSeenAtMs, name }: Peer, nowMs: number): string | null {
  if (twinSeenAtMs === null || nowMs - twinSeenAtMs > TWIN_TOLD_MS) return null;
  return t('reason.peer.twin', { ago: ago(twinSeenAtMs, nowMs), name: visibleLine(name) });
}

function clockCaution(peer: Peer): string | null {
  const ahead = peer.clockAheadMs ?? 0;
  if (Math.abs(ahead) < CLOCK_TOLERANCE_MS) return null;
  const key = ahead > 0 ? 'reason.peer.clockAhead' : 'reason.peer.clockBehind';
  return t(key, { duration: clockDifference(ahead) });
}

/** What the dialler does next; that no address is known is said only if it knows none. */
function nextTry(peer: Peer, nowMs: number): string | null {
  if (peer.nextTryAtMs !== null) {
    const when = until(peer.nextTryAtMs, nowMs);
    if (peer.address === null) return t('reason.peer.nextTry', { when });
    return t('reason.peer.nextTryAt', { when, host: hostOfAddress(peer.address) });
  }
  return peer.addressesKnown === 0 ? t('reason.peer.noAddress', { name: visibleLine(peer.name) }) : null;
}

function transferDetail(peer: Peer, state: 'sending' | 'receiving'): string | null {
  const transfer = peer[state];
  if (!transfer || transfer.bytesTotal === 0) return null;
  return t(`reason.peer.${state}.detail`, {
    done: byteSize(transfer.bytesDone),
    total: byteSize(transfer.bytesTotal),
  });
}

function sentenceOf(peer: Peer, state: PeerState, nowMs: number): string {
  const link = peer.link;
  switch (state) {
    case 'connectedWaiting':
      return t('reason.peer.connectedWaiting', { n: peer.waitingMessages });
    case 'sending':
    case 'receiving':
      return t(`reason.peer.${state}`, {
        done: peer[state]?.done ?? 0,
        total: peer[state]?.total ?? 0,
      });
    case 'offline':
      return t('reason.peer.offline', { ago: ago(peer.lastSeenAtMs ?? nowMs, nowMs) });
    case 'connecting': {
      const n = link.state === 'connecting' ? link.attempt : 1;
      if (peer.address === null) return t('reason.peer.connecting', { n });
      return t('reason.peer.connectingAt', { n, host: hostOfAddress(peer.address) });
    }
    case 'version':
      return link.state === 'version'
        ? t('reason.peer.version', { theirs: link.theirs, ours: link.ours })
        : t('reason.peer.neverSeen');
    case 'refused':
    case 'cutOff':
      return t(`reason.peer.${state}`, { reason: causeInWords(link) });
    default:
      return t(`reason.peer.${state}`);
  }
}

/** Members have a document of their own; peers that were added by hand only a key. */
const isMember = ({ did }: Peer): boolean => did.startsWith('did:webvh:');

function detailOf(peer: Peer, state: PeerState, nowMs: number): string | null {
  const wait = peer.waitingMessages > 0 ? t('reason.peer.wait', { n: peer.waitingMessages }) : null;
  const parts = ((): (string | null)[] => {
    switch (state) {
      case 'inSync':
        if (clockCaution(peer)) return [t('reason.peer.clock.detail')];
        return [
          peer.lastPassAtMs === null
            ? null
            : t('reason.peer.inSync.detail', { time: clockSeconds(peer.lastPassAtMs) }),
        ];
      case 'connectedWaiting':
        return [];
      case 'sending':
      case 'receiving':
        return [transferDetail(peer, state)];
      case 'neverSeen':
        return [
          t(isMember(peer) ? 'reason.peer.neverSeen.joined' : 'reason.peer.neverSeen.detail', {
            ago: ago(peer.addedAtMs, nowMs),
          }),
          wait,
          nextTry(peer, nowMs),
        ];
      case 'version': {
        const here = peer.link.state === 'version' && peer.link.theirs > peer.link.ours;
        return [t(here ? 'reason.peer.version.updateHere' : 'reason.peer.version.updateThere'), wait];
      }
      case 'iAmOffline':
      case 'connecting':
        return [wait];
      case 'noNetwork':
        return [t('reason.peer.noNetwork.detail'), wait];
      default:
        return [wait, nextTry(peer, nowMs)];
    }
  })();
  return parts.filter((part) => part !== null).join(' ') || null;
}

function sideDetail(peer: Peer, state: PeerState, nowMs: number): string | null {
  const detail = detailOf(peer, state, nowMs);
  if (state !== 'offline' || peer.lastSeenAtMs === null) return detail;
  const seen = t('reason.peer.lastSeen', { time: listTime(peer.lastSeenAtMs, nowMs) });
  return detail ? `${seen} ${detail}` : seen;
}

function shortOf(peer: Peer, state: PeerState, nowMs: number): string {
  const clock = clockCaution(peer);
  switch (state) {
    case 'inSync':
      if (twinCaution(peer, nowMs)) return t('reason.peer.short.twin');
      return clock
        ? t('reason.peer.short.clock', { duration: clockDifference(peer.clockAheadMs ?? 0) })
        : t('reason.peer.short.inSync');
    case 'connectedWaiting':
      return t('reason.peer.short.connectedWaiting', { n: peer.waitingMessages });
    case 'sending':
    case 'receiving':
      return t('reason.peer.short.transfer', {
        done: peer[state]?.done ?? 0,
        total: peer[state]?.total ?? 0,
      });
    case 'offline':
      return t('reason.peer.short.offline', { duration: duration(nowMs - (peer.lastSeenAtMs ?? nowMs)) });
    case 'version':
      return t('reason.peer.short.version', {
        theirs: peer.link.state === 'version' ? peer.link.theirs : 0,
      });
    case 'iAmOffline':
    case 'noNetwork':
      // It is this computer that is away: of the peer is known when it was seen.
      return peer.lastSeenAtMs === null
        ? t('reason.peer.short.neverSeen')
        : t('reason.peer.short.lastSeen', { ago: ago(peer.lastSeenAtMs, nowMs) });
    default:
      return t(`reason.peer.short.${state}` satisfies StringKey);
  }
}

export function peerReason(peer: Peer, context: PeerReasonContext): PeerReason {
  const state = stateOf(peer, context);
  const connected = peer.link.state === 'connected' && context.online;
  const warning = connected ? caution(peer, context.nowMs) : null;
  const sentence = sentenceOf(peer, state, context.nowMs);
  const moving = state === 'sending' ? peer.sending : state === 'receiving' ? peer.receiving : null;
  return {
    state,
    mark: MARKS[state],
    sentence: warning ? `${sentence} ${warning}` : sentence,
    detail: detailOf(peer, state, context.nowMs),
    sideDetail: sideDetail(peer, state, context.nowMs),
    caution: warning,
    onTwo: connected && twinCaution(peer, context.nowMs) !== null,
    short: shortOf(peer, state, context.nowMs),
    side: { name: visibleLine(peer.name), done: moving?.done ?? 0, total: moving?.total ?? 0 },
  };
}
