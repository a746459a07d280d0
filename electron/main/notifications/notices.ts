/**
 * Matters in words. What others wrote stands in the title, which is plain text everywhere. Some servers take markup in
 * a body (Desktop Notifications Specification 1.2, body-markup), so a body has words of ours alone.
 */
import type { ProposalSummary } from '#shared/contract/domain/governance.ts';
import type { Snapshot } from '#shared/contract/domain/snapshot.ts';
import { momentInWords } from '#shared/words/format/closing-time.ts';
import { nameList } from '#shared/words/format/names.ts';
import { visibleLine } from '#shared/words/format/peer-text.ts';
import { personName } from '#shared/words/format/person-name.ts';
import { forkName, forkTitle } from '#shared/words/reasons/fork-words.ts';
import { departureGroups, departureLine } from '#shared/words/reasons/held-cell-words.ts';
import { proposalReason } from '#shared/words/reasons/proposal-reason.ts';
import { proposalTitle } from '#shared/words/reasons/proposal-title.ts';
import { t } from '#shared/words/translate.ts';
import type { Matter, Unread } from './matters.ts';

export interface Notice {
  readonly group: string;
  readonly title: string;
  readonly body: string;
  /** The page that a click opens, and what takes the focus there, as the dashboard's address has it. */
  readonly hash: string;
}

type Of<K extends Matter['kind']> = Extract<Matter, { kind: K }>;

const TITLE_MAX = 120;

type Words = Omit<Notice, 'group'>;

/** One notice for matters of a group, the oldest first; null for none. */
export function noticeOf(matters: readonly Matter[], state: Snapshot, nowMs: number): Notice | null {
  const [first] = matters;
  return first ? { group: first.group, ...wordsOf(first.kind, matters, state, nowMs) } : null;
}

function wordsOf(kind: Matter['kind'], matters: readonly Matter[], state: Snapshot, nowMs: number): Words {
  const of = <K extends Matter['kind']>(one: K) =>
    matters.filter((matter): matter is Of<K> => matter.kind === one);
  switch (kind) {
    case 'votes':
      return votes(of('votes'), nowMs);
    case 'messages':
      return messages(of('messages'), state);
    case 'joins':
      return joins(of('joins'));
    case 'returns':
      return returns(of('returns'));
    case 'forks':
      return forks(of('forks'));
    case 'departures':
      return departures(of('departures'));
    case 'decisions':
      return decisions(of('decisions'), nowMs);
    case 'peers':
      return peers(of('peers'), nowMs);
    case 'disk':
      return { title: t('notice.disk'), body: t('notice.diskBody'), hash: '#/settings/disk' };
    case 'damage':
      return { title: t('notice.damage'), body: t('notice.damageBody'), hash: '#/settings/wrong' };
    case 'locked':
      return { title: t('notice.locked'), body: t('notice.lockedBody'), hash: '' };
  }
}

function votes(matters: readonly Of<'votes'>[], nowMs: number): Words {
  const only = matters.length === 1 ? matters[0] : undefined;
  if (!only) {
    const title = t('notice.votes', { n: matters.length, labels: labelsOf(matters) });
    return { title, body: t('notice.manyBody'), hash: '#/governance' };
  }
  const { id, deadlineAtMs } = only.proposal;
  const closes = deadlineAtMs !== null && deadlineAtMs > nowMs;
  return {
    title: titleOf(only.proposal),
    body: closes ? t('notice.voteCloses', { when: momentInWords(deadlineAtMs, nowMs) }) : t('notice.vote'),
    hash: `#/governance/${id}/vote`,
  };
}

function decisions(matters: readonly Of<'decisions'>[], nowMs: number): Words {
  const only = matters.length === 1 ? matters[0] : undefined;
  if (!only) {
    const title = t('notice.decisions', { n: matters.length, labels: labelsOf(matters) });
    return { title, body: t('notice.manyBody'), hash: '#/governance' };
  }
  const { short } = proposalReason(only.proposal, nowMs);
  return { title: titleOf(only.proposal), body: short, hash: `#/governance/${only.proposal.id}` };
}

function titleOf(proposal: ProposalSummary): string {
  return t('notice.proposal', {
    label: visibleLine(proposal.label, 60),
    title: proposalTitle(proposal, TITLE_MAX),
  });
}

/** Labels have names in them where two proposals share a number. */
function labelsOf(matters: readonly (Of<'votes'> | Of<'decisions'>)[]): string {
  return visibleLine(matters.map(({ proposal }) => proposal.label).join(', '), TITLE_MAX);
}

function messages(matters: readonly Of<'messages'>[], state: Snapshot): Words {
  const all = matters.map(({ message }) => message);
  const [oldest] = all;
  const newest = all.at(-1);
  const threads = new Set(all.map(({ thread }) => thread));
  const senders = [...new Set(all.map(({ senderDid }) => personName(state, senderDid)))];
  const name = nameList(senders);
  const text = newest && state.settings.notices.showText && threads.size === 1 ? saidBy(newest) : null;
  const place = threads.has('broadcast') ? 'everyone' : 'direct';
  const cell = cellName(state);
  return {
    title: text
      ? t('notice.messageText', {
          name: personName(state, newest?.senderDid ?? ''),
          text: visibleLine(text, TITLE_MAX),
        })
      : all.length === 1
        ? name
        : t('notice.messages', { n: all.length, name }),
    body: t(cell ? `notice.message.${place}In` : `notice.message.${place}`, {
      n: all.length,
      cell: cell ?? '',
    }),
    hash:
      threads.size > 1 || !oldest
        ? '#/messages'
        : `#/messages/${encodeURIComponent(oldest.thread)}/at-${oldest.number}`,
  };
}

/** A file that comes without a text is what was said. */
function saidBy({ text, fileName }: Unread): string | null {
  return text === '' && fileName ? t('notice.messageFile', { name: visibleLine(fileName, TITLE_MAX) }) : text;
}

/** Somebody else's word, so only where no server could take it for markup or for a link. */
function cellName({ cell }: Snapshot): string | null {
  const name = visibleLine(cell?.name ?? '', 60);
  return /^[\p{L}\p{M}\p{N} '’()-]+$/u.test(name) ? name : null;
}

function joins(matters: readonly Of<'joins'>[]): Words {
  const [first] = matters;
  const names = nameList(matters.map(({ request }) => request.name));
  return {
    title: t('notice.join', { n: matters.length, names }),
    body: t('notice.joinBody'),
    hash: `#/sync/join-${encodeURIComponent(first?.request.scid ?? '')}`,
  };
}

function returns(matters: readonly Of<'returns'>[]): Words {
  const [first] = matters;
  const names = nameList(matters.map(({ request }) => request.name));
  const differs = first?.request.state === 'differ';
  return {
    title: differs
      ? t('recovery.request.differ', { name: visibleLine(first.request.name, 40) })
      : t('notice.return', { n: matters.length, names }),
    body: t(differs ? 'notice.differBody' : 'notice.joinBody'),
    hash: `#/sync/recovery-${encodeURIComponent(first?.request.id ?? '')}`,
  };
}

function forks(matters: readonly Of<'forks'>[]): Words {
  const newest = matters.at(-1)?.fork;
  const hash = `#/settings/cells/fork-${newest?.cell ?? ''}`;
  if (!newest || newest.state === 'asked')
    return { title: newest ? forkTitle(newest) : '', body: t('notice.forkBody'), hash };
  const name = forkName(newest);
  return newest.state === 'alive'
    ? { title: t('cells.used', { name }), body: t('notice.fork.aliveBody'), hash }
    : { title: t('notice.fork.crossed', { name }), body: t('notice.forkBody'), hash };
}

function departures(matters: readonly Of<'departures'>[]): Words {
  const all = matters.map(({ departure }) => departure);
  const groups = departureGroups({ departures: all });
  return {
    title: visibleLine(groups.map(departureLine).join('; '), TITLE_MAX),
    body: t('notice.departedBody', { n: all.length }),
    hash: '#/settings/cells/departed',
  };
}

function peers(matters: readonly Of<'peers'>[], nowMs: number): Words {
  const [first] = matters;
  const when = momentInWords(first?.peer.lastSeenAtMs ?? nowMs, nowMs);
  return {
    title: nameList(matters.map(({ peer }) => peer.name)),
    body: t('notice.peerBody', { n: matters.length, when }),
    hash: `#/sync/${encodeURIComponent(first?.peer.did ?? '')}`,
  };
}
