import { type Snapshot, standing } from '#shared/contract/domain/snapshot.ts';
import { visibleLine } from '#shared/words/format/peer-text.ts';
import { waitsForMe } from '#shared/words/reasons/fork-words.ts';
import type { Mark } from '#shared/words/reasons/mark.ts';
import { peersApart } from '#shared/words/reasons/peers-apart.ts';
import { problemTitle } from '#shared/words/reasons/problem-words.ts';
import { pulse, worstFirst } from '#shared/words/reasons/pulse.ts';
import { t } from '#shared/words/translate.ts';

/** The shapes that the icon can have; they differ in form, since panels paint over colours. */
export type TrayIcon = 'ok' | 'moving' | 'waiting' | 'stop';

export interface TrayState {
  readonly icon: TrayIcon;
  /** Why, in the dashboard's words. */
  readonly sentence: string;
  /** Votes that wait for the operator. */
  readonly votes: number;
  /** Forks that ask for the operator's answer. */
  readonly forks: number;
  /** Messages that wait here for others. */
  readonly messages: number;
  /** A cell to try is open in a window of its own. */
  readonly isDemo: boolean;
  readonly isRunning: boolean;
  readonly isOnline: boolean;
  /** The agent was stopped by its operator. */
  readonly isBraked: boolean;
  /** Null while there is no opened key. */
  readonly protection: 'keychain' | 'passphrase' | 'key-file' | null;
}

const ICONS: Readonly<Record<Mark, TrayIcon>> = {
  ok: 'ok',
  up: 'moving',
  down: 'moving',
  offline: 'waiting',
  waiting: 'waiting',
  caution: 'waiting',
  stop: 'stop',
};

const SENTENCE_MAX = 120;

/** What the tray says of a node; null while there is only a demo. */
export function trayState(node: Snapshot | null, nowMs: number, isDemo: boolean): TrayState {
  if (node === null) return ONLY_DEMO();
  const { icon, sentence } = worst(node, nowMs);
  const isRunning = node.phase === 'running';
  return {
    icon,
    sentence: visibleLine(sentence, SENTENCE_MAX),
    votes: isRunning ? node.proposalCounts.mine : 0,
    forks: isRunning ? waitingForks(node) : 0,
    messages: node.queue.waiting,
    isDemo,
    isRunning,
    isOnline: node.online,
    isBraked: node.agent.braked,
    protection: isRunning ? (node.me?.keyProtection ?? null) : null,
  };
}

function waitingForks({ forks }: Snapshot): number {
  return forks.proposals.filter(waitsForMe).length;
}

const ONLY_DEMO = (): TrayState => ({
  icon: 'waiting',
  sentence: t('tray.demoOnly'),
  votes: 0,
  forks: 0,
  messages: 0,
  isDemo: true,
  isRunning: false,
  isOnline: true,
  isBraked: false,
  protection: null,
});

function worst(node: Snapshot, nowMs: number): { readonly icon: TrayIcon; readonly sentence: string } {
  const { phase, online, network, me } = node;
  const { here } = peersApart(node.peers, node.cell);
  const problem = standing(node.problem);
  if (problem) return { icon: 'stop', sentence: problemTitle(problem) };
  if (phase === 'starting') return { icon: 'waiting', sentence: t('tray.starting') };
  if (phase === 'setup') return { icon: 'waiting', sentence: t('tray.setup') };
  if (phase === 'locked') return { icon: 'waiting', sentence: t('tray.locked') };
  if (phase === 'failed') return { icon: 'stop', sentence: t('shell.problem.other') };
  const context = { nowMs, online, network, myName: me?.name ?? '' };
  const first = worstFirst(here, context)[0];
  const { headline } = pulse(here, context, me?.addresses ?? []);
  if (!first) return { icon: 'waiting', sentence: headline };
  const { mark, state, sentence, caution, side } = first.reason;
  const icon = caution === null ? ICONS[mark] : ICONS.caution;
  // Of what concerns this computer no peer is named.
  if (state === 'iAmOffline' || state === 'noNetwork') return { icon, sentence: headline };
  if (state === 'inSync' && caution === null) return { icon, sentence: headline };
  return { icon, sentence: t('tray.peer', { name: String(side.name), sentence }) };
}

/** The number beside the icon in a dock: what waits for the operator, votes, forks and messages that were not read. */
export function badgeCount(node: Snapshot): number {
  if (node.phase !== 'running') return 0;
  const unread = node.threads.reduce((sum, thread) => sum + thread.unread, 0);
  return node.proposalCounts.mine + waitingForks(node) + unread;
}
