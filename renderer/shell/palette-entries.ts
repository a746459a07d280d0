import type { Peer } from '#shared/contract/domain/peer.ts';
import type { Receipt } from '#shared/contract/domain/receipt.ts';
import type { Snapshot } from '#shared/contract/domain/snapshot.ts';
import { visibleLine } from '#shared/words/format/peer-text.ts';
import { personName } from '#shared/words/format/person-name.ts';
import { listTime, until } from '#shared/words/format/times.ts';
import { type PeerReasonContext, peerReason } from '#shared/words/reasons/peer-reason.ts';
import { failureInWords } from '#shared/words/sayings.ts';
import { t } from '#shared/words/translate.ts';
import { setBrake } from '../state/brake.ts';
import { isFormer } from '../state/cell.ts';
import { copyText } from '../state/clipboard.ts';
import type { Dashboard } from '../state/dashboard-store.ts';
import { openOverlay } from '../state/overlays.ts';
import { goTo, PAGES } from '../state/routes.ts';
import { syncNow } from '../state/sync-now.ts';
import { showToast } from '../state/toasts.ts';
import { PAGE_ICONS } from './page-icons.ts';
import { decisionActions, memberEntries, proposalEntries, receiptEntries } from './palette-cell-entries.ts';
import { action, type Entry, GROUPS, inPassing } from './palette-entry.ts';

function peerEntries(peer: Peer, context: PeerReasonContext, dashboard: Dashboard): Entry[] {
  const name = visibleLine(peer.name);
  const reason = peerReason(peer, context);
  const tries = reason.state === 'offline' || reason.state === 'neverSeen' || reason.state === 'cutOff';
  const wait = peer.waitingMessages;
  const entries: Entry[] = [];
  if (tries && peer.address !== null) {
    entries.push({
      id: `try-${peer.did}`,
      group: 'actions',
      icon: 'bolt',
      title: t('shell.palette.tryPeer', { name }),
      ...(peer.nextTryAtMs === null
        ? {}
        : { note: t('shell.palette.nextTry', { when: until(peer.nextTryAtMs, context.nowMs) }) }),
      run: () => void syncNow(dashboard, peer.did),
    });
  }
  entries.push({
    id: `message-${peer.did}`,
    group: 'actions',
    icon: 'message',
    title: t('shell.palette.messagePeer', { name }),
    ...(wait > 0 ? { note: t('shell.palette.waitAlready', { n: wait }) } : {}),
    run: () => goTo('messages', peer.did),
  });
  entries.push({
    id: `peer-${peer.did}`,
    group: 'people',
    icon: 'people',
    title: name,
    note: inPassing(reason.sentence),
    peer,
    mark: reason.mark,
    run: () => goTo('messages', peer.did),
  });
  return entries;
}

function messageEntries(node: Snapshot, dashboard: Dashboard, nowMs: number): Entry[] {
  const { conversations } = dashboard.store.getState();
  const nameOf = (thread: string) =>
    thread === 'broadcast' ? t('common.everyone').toLowerCase() : personName(node, thread);
  const loaded = Object.entries(conversations).flatMap(([thread, { messages }]) =>
    messages.map((message) => ({ thread, item: String(message.number), message })),
  );
  const held = new Set(Object.keys(conversations));
  const newest = node.threads
    .filter((thread) => thread.last && !held.has(thread.id))
    .map((thread) => ({ thread: thread.id, item: null, message: thread.last }));
  return [...loaded.reverse(), ...newest].flatMap(({ thread, item, message }) => {
    if (!message) return [];
    const atMs = 'atMs' in message ? message.atMs : message.createdAtMs;
    const key = message.direction === 'out' ? 'shell.palette.to' : 'shell.palette.from';
    return {
      id: `said-${thread}-${item}`,
      group: 'messages' as const,
      icon: 'message' as const,
      title: t('shell.palette.quote', { text: visibleLine(message.text, 70) }),
      note: t(key, { name: nameOf(thread), time: listTime(atMs, nowMs) }),
      run: () => goTo('messages', thread, item),
    };
  });
}

/** In a cell people come by invitation; before, there are the ways into one, and peers by hand. */
function cellActions({ cell, joining }: Snapshot): Entry[] {
  if (cell && !isFormer(cell)) {
    return [
      action('invite', 'people', t('cell.invite'), () => openOverlay({ kind: 'invite' })),
      action('address', 'plus', t('sync.address.title'), () => openOverlay({ kind: 'address', did: null })),
    ];
  }
  return [
    ...(joining
      ? [action('joining', 'people', t('cell.joining'), () => goTo('sync'))]
      : [
          action('join', 'people', t('cell.join'), () => openOverlay({ kind: 'join-cell' })),
          action('found', 'home', t('cell.found'), () => openOverlay({ kind: 'found-cell' })),
        ]),
    ...(cell
      ? []
      : [action('add', 'plus', t('shell.palette.addPeer'), () => openOverlay({ kind: 'add-peer' }))]),
  ];
}

function ownActions(node: Snapshot, dashboard: Dashboard): Entry[] {
  const call = async (
    name: 'me.setOnline' | 'agent.cycle' | 'settings.update' | 'key.lock',
    input: object,
  ) => {
    const answer = await dashboard.call(name, input as never);
    if (!answer.ok) showToast(failureInWords(answer.error));
  };
  const dark = document.documentElement.dataset.theme === 'dark';
  return [
    action('sync', 'sync', t('shell.palette.syncNow'), () => void syncNow(dashboard, null)),
    ...cellActions(node),
    action('everyone', 'people', t('shell.palette.messageEveryone'), () => goTo('messages', 'broadcast')),
    action('identity', 'copy', t('shell.palette.copyIdentity'), () => void copyText(node.me?.did ?? '')),
    action('cycle', 'play', t('shell.palette.runCycle'), () => {
      goTo('agent');
      void call('agent.cycle', { type: 'visual', intensity: 0.5, novelty: 0.5 });
    }),
    action(
      'brake',
      node.agent.braked ? 'play' : 'stop',
      t(node.agent.braked ? 'agent.brake.release' : 'agent.brake.stop'),
      () => void setBrake(dashboard, !node.agent.braked),
    ),
    action(
      'online',
      'bolt',
      t(node.online ? 'shell.palette.goOffline' : 'shell.palette.goOnline'),
      () => void call('me.setOnline', { online: !node.online }),
    ),
    ...(node.me?.keyProtection === 'passphrase'
      ? [action('lock', 'lock', t('settings.key.lock'), () => void call('key.lock', {}))]
      : []),
    action(
      'theme',
      'sun',
      t(dark ? 'shell.palette.light' : 'shell.palette.dark'),
      () => void call('settings.update', { theme: dark ? 'light' : 'dark' }),
    ),
    action('keys', 'keyboard', t('shell.palette.keys'), () => openOverlay({ kind: 'keys' })),
  ];
}

export function paletteEntries(
  node: Snapshot,
  context: PeerReasonContext,
  dashboard: Dashboard,
  receipts: readonly Receipt[],
): Entry[] {
  return [
    ...node.peers.flatMap((peer) => [
      ...peerEntries(peer, context, dashboard),
      ...memberEntries(node.cell, peer),
    ]),
    ...decisionActions(node),
    ...ownActions(node, dashboard),
    ...messageEntries(node, dashboard, context.nowMs),
    ...proposalEntries(node, context.nowMs),
    ...receiptEntries(receipts, context.nowMs),
    ...PAGES.map((page) => ({
      id: `page-${page}`,
      group: 'pages' as const,
      icon: PAGE_ICONS[page],
      title: t(`shell.page.${page}`),
      run: () => goTo(page),
    })),
  ];
}

/** Entries that hold every word of the query, whole words of the title first, in the order of the groups. */
export function rankEntries(entries: readonly Entry[], query: string): Entry[] {
  const words = query.toLocaleLowerCase().split(/\s+/).filter(Boolean);
  const score = (entry: Entry): number => {
    const title = entry.title.toLocaleLowerCase();
    const text = `${title} ${entry.note?.toLocaleLowerCase() ?? ''}`;
    if (!words.every((word) => text.includes(word))) return -1;
    return words.filter((word) => title.split(/[\s“”]+/).some((part) => part.startsWith(word))).length;
  };
  return entries
    .map((entry, index) => ({ entry, index, score: score(entry) }))
    .filter((one) => one.score >= 0)
    .sort(
      (a, b) =>
        GROUPS.indexOf(a.entry.group) - GROUPS.indexOf(b.entry.group) ||
        b.score - a.score ||
        a.index - b.index,
    )
    .map((one) => one.entry);
}

/** Of groups that grow with the cell only the best are shown; a longer query finds the others. */
const GROUP_SHOWN_MAX = 8;
const GROWING: ReadonlySet<Entry['group']> = new Set(['messages', 'proposals', 'receipts']);

export function shownEntries(ranked: readonly Entry[]): Entry[] {
  const counts = new Map<Entry['group'], number>();
  return ranked.filter(({ group }) => {
    const before = counts.get(group) ?? 0;
    counts.set(group, before + 1);
    return !GROWING.has(group) || before < GROUP_SHOWN_MAX;
  });
}
