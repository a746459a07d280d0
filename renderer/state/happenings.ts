/** What happened between two states of the node, for "Since you last looked". */
import type { Cell } from '#shared/contract/domain/cell.ts';
import type { HeldCell } from '#shared/contract/domain/held-cell.ts';
import type { Message } from '#shared/contract/domain/message.ts';
import type { Peer } from '#shared/contract/domain/peer.ts';
import type { Slices } from '#shared/contract/domain/snapshot.ts';
import { visibleLine } from '#shared/words/format/peer-text.ts';
import { personName } from '#shared/words/format/person-name.ts';
import { duration, fullDate } from '#shared/words/format/times.ts';
import { departureGroups, departureLine } from '#shared/words/reasons/held-cell-words.ts';
import { t } from '#shared/words/translate.ts';

export interface Happening {
  readonly id: string;
  readonly atMs: number;
  readonly text: string;
}

type State = Pick<Slices, 'peers' | 'formerPeers' | 'threads'> &
  Partial<Pick<Slices, 'cell' | 'cells' | 'online'>> & { readonly atMs: number; readonly instance: string };

const AWAY_WORTH_SAYING_MS = 60_000;

function peerHappening(before: Peer, after: Peer, atMs: number): Happening | null {
  const was = before.link.state === 'connected';
  const is = after.link.state === 'connected';
  if (was === is) return null;
  const name = visibleLine(after.name);
  if (!is) return { id: `lost ${after.did} ${atMs}`, atMs, text: t('overview.since.lost', { name }) };
  const away = before.lastSeenAtMs === null ? 0 : atMs - before.lastSeenAtMs;
  const text =
    away < AWAY_WORTH_SAYING_MS
      ? t('overview.since.back', { name })
      : t('overview.since.backAfter', { name, duration: duration(away) });
  return { id: `back ${after.did} ${atMs}`, atMs, text };
}

function messageHappening(message: Message, state: State): Happening | null {
  const everyone = message.thread === 'broadcast';
  const name = personName(state, everyone ? message.senderDid : message.thread);
  const id = `${message.state} ${message.id}`;
  const at = (atMs: number, text: string): Happening => ({ id, atMs, text });
  switch (message.state) {
    case 'received':
      return at(
        message.createdAtMs,
        t(everyone ? 'overview.since.wroteEveryone' : 'overview.since.wrote', { name }),
      );
    case 'delivered':
      return at(
        state.atMs,
        everyone ? t('overview.since.deliveredEveryone') : t('overview.since.delivered', { name }),
      );
    case 'expired':
      return at(state.atMs, t('overview.since.expired', { name }));
    case 'refused':
      return at(state.atMs, t('overview.since.refused', { name }));
    default:
      return null;
  }
}

/** Going offline takes all peers along: that is one's own act and not theirs. */
function onlineHappening(before: State, { online, atMs }: State): Happening | null {
  if (online === undefined || before.online === undefined || before.online === online) return null;
  const text = t(online ? 'overview.since.wentOnline' : 'overview.since.wentOffline');
  return { id: `online ${atMs}`, atMs, text };
}

/** Members of the cell that were not in it before; those that it had when it came into view are no news. */
function joinedHappenings(before: State, after: State): Happening[] {
  const { cell } = after;
  if (!cell || before.cell?.id !== cell.id) return [];
  const known = new Set(before.cell.members.map((member) => member.scid));
  const mine = cell.members.find((member) => member.me);
  if (!mine) return [];
  // Not oneself, and not those whom a newcomer hears of as the log comes in.
  return cell.members
    .filter((member) => !known.has(member.scid) && member.order > mine.order)
    .map((member) => ({
      id: `joined ${member.scid}`,
      atMs: after.atMs,
      text: t('overview.since.joined', {
        name: visibleLine(member.name),
        cell: visibleLine(cell.name),
      }),
    }));
}

/** Who said since then that it leaves the cell, told together with who went the same way. */
function departedSince(
  { cells }: State,
  isNews: (one: HeldCell['departures'][number]) => boolean,
): Happening[] {
  const live = cells?.find(({ isLive }) => isLive);
  const departures = (live?.departures ?? []).filter(isNews);
  return departureGroups({ departures }).map((group) => ({
    id: `left ${group.key}`,
    atMs: group.atMs,
    text: departureLine(group),
  }));
}

/** Those of a cell that was in view before are no news. */
function departedBetween(before: State, after: State): Happening[] {
  const live = before.cells?.find(({ isLive }) => isLive);
  if (!live || live.id !== after.cells?.find(({ isLive }) => isLive)?.id) return [];
  const known = new Set(live.departures.map(({ scid, atMs }) => `${scid} ${atMs}`));
  return departedSince(after, ({ scid, atMs }) => !known.has(`${scid} ${atMs}`)).map((one) => ({
    ...one,
    atMs: after.atMs,
  }));
}

/** Members whose key is another one than when it was last looked at. */
function keyHappenings(before: State, after: State): Happening[] {
  const { cell } = after;
  if (!cell || before.cell?.id !== cell.id) return [];
  const known = new Map(before.cell.members.map(({ scid, key }) => [scid, key.version]));
  return cell.members
    .filter(({ scid, key }) => key.version > (known.get(scid) ?? key.version))
    .map((member) => keyHappening(member, after.atMs));
}

function keyHappening({ scid, name, me, key }: Cell['members'][number], atMs: number): Happening {
  const by = key.by === 'words' ? 'words' : 'device';
  const said = { name: visibleLine(name), date: fullDate(key.sinceMs) };
  const text = me ? t('recovery.since.me', said) : t(`recovery.since.${by}`, said);
  return { id: `key ${scid} ${key.version}`, atMs, text };
}

export function happeningsBetween(before: State, after: State, messages: readonly Message[]): Happening[] {
  const found: (Happening | null)[] = [];
  if (before.instance !== after.instance) {
    found.push({
      id: `start ${after.instance}`,
      atMs: after.atMs,
      text: t('overview.since.restarted'),
    });
  } else {
    found.push(onlineHappening(before, after));
    for (const peer of after.online === false ? [] : after.peers) {
      const known = before.peers.find((one) => one.did === peer.did);
      if (known) found.push(peerHappening(known, peer, after.atMs));
    }
    found.push(...joinedHappenings(before, after), ...keyHappenings(before, after));
    found.push(...departedBetween(before, after));
    for (const message of messages) found.push(messageHappening(message, after));
  }
  return found.filter((one) => one !== null).sort((a, b) => b.atMs - a.atMs);
}

/** What a fresh snapshot shows to have happened after `sinceMs`, although nobody watched. */
export function happeningsSince(state: State, sinceMs: number): Happening[] {
  const found: Happening[] = [];
  for (const thread of state.threads) {
    const { last } = thread;
    if (last?.direction !== 'in' || last.atMs <= sinceMs) continue;
    const text =
      thread.id === 'broadcast'
        ? t('overview.since.wroteEveryone', { name: personName(state, last.senderDid) })
        : t('overview.since.wrote', { name: personName(state, thread.id) });
    found.push({ id: `wrote ${thread.id}`, atMs: last.atMs, text });
  }
  for (const member of state.cell?.members ?? []) {
    const { by, sinceMs: changedAtMs } = member.key;
    if (by !== 'first' && changedAtMs > sinceMs) found.push(keyHappening(member, changedAtMs));
  }
  found.push(...departedSince(state, ({ atMs }) => atMs > sinceMs));
  // Offline on purpose, nobody is there; who went is not known.
  for (const peer of state.online === false ? [] : state.peers) {
    if (peer.link.state !== 'offline' || (peer.lastSeenAtMs ?? 0) <= sinceMs) continue;
    found.push({
      id: `away ${peer.did}`,
      atMs: peer.lastSeenAtMs ?? 0,
      text: t('overview.since.lost', { name: visibleLine(peer.name) }),
    });
  }
  return found.sort((a, b) => b.atMs - a.atMs);
}
