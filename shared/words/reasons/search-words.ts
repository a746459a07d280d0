/** What a search found, in a sentence; and how the reader's language calls what is searched for by name. */
import type {
  MessageHit,
  SearchAnswer,
  SearchCounts,
  SearchIndexView,
  SearchKind,
  SearchPart,
  SearchQuery,
} from '../../contract/domain/search.ts';
import { SEARCH_COUNTED_MAX } from '../../contract/search-kinds.ts';
import type { KindName } from '../../protocol/state/kinds.ts';
import { count } from '../format/count.ts';
import { visibleLine } from '../format/peer-text.ts';
import { clockTime } from '../format/times.ts';
import { t } from '../translate.ts';
import { autoWords } from './proposal-title.ts';

const KINDS: readonly SearchKind[] = ['messages', 'proposals', 'receipts', 'people'];
export const RECEIPT_KINDS: readonly KindName[] = [
  'found',
  'draft',
  'revise',
  'review',
  'comment',
  'open',
  'vote',
  'withdraw',
  'close',
  'sign',
  'confirm',
  'proof',
  'endorse',
  'transfer',
  'scar-note',
  'scar-heal',
  'branch',
  'enter',
  'leave',
  'stay',
  'statement',
  'attest',
  'import',
  'restored',
  'define',
  'issue',
  'revoke',
];

/** To find by the words that are seen. */
export function searchCalled(): NonNullable<SearchQuery['called']> {
  return {
    proposals: autoWords(),
    receipts: Object.fromEntries(RECEIPT_KINDS.map((kind) => [kind, t(`chain.kind.${kind}`)])),
  };
}

export function countOf(counts: SearchCounts): number {
  return KINDS.reduce((sum, kind) => sum + counts[kind], 0);
}

/** `14`, or of messages `more than 1 000`. */
export function foundInWords(found: number, kind: SearchKind): string {
  const isMore = kind === 'messages' && found > SEARCH_COUNTED_MAX;
  return isMore ? t('search.moreThan', { count: count(SEARCH_COUNTED_MAX) }) : count(found);
}

/** `14 messages, 2 proposals, 1 receipt`, or that there is nothing in all that there is. */
export function searchAnswer({ counts, searched }: Pick<SearchAnswer, 'counts' | 'searched'>): string {
  const found = KINDS.filter((kind) => counts[kind] > 0);
  if (found.length > 0) {
    return found
      .map((kind) => t(`search.count.${kind}`, { n: counts[kind], count: foundInWords(counts[kind], kind) }))
      .join(', ');
  }
  const { messages, proposals, receipts } = searched;
  return t('search.nothing', {
    messages,
    messagesCount: count(messages),
    proposals,
    proposalsCount: count(proposals),
    receipts,
    receiptsCount: count(receipts),
  });
}

/** What is to be known of the index, or null when it is whole and always was. */
export function indexSaying({ state, why, done, total, repairedAtMs }: SearchIndexView): string | null {
  if (state === 'building') {
    const percent = total === 0 ? 0 : Math.floor((100 * done) / total);
    return t(`search.building.${why ?? 'new'}`, { percent });
  }
  return repairedAtMs === null ? null : t('search.repaired', { time: clockTime(repairedAtMs) });
}

/** `you to bob`. @param nameOf the name of a DID, safe to stand in a line */
export function whoToWhom(hit: MessageHit, nameOf: (did: string) => string): string {
  const isMine = hit.direction === 'out';
  if (hit.thread === 'broadcast') {
    return isMine
      ? t('search.hit.youToEveryone')
      : t('search.hit.toEveryone', { name: nameOf(hit.senderDid) });
  }
  return isMine
    ? t('search.hit.sent', { name: nameOf(hit.thread) })
    : t('search.hit.received', { name: nameOf(hit.senderDid) });
}

/** An excerpt on one line, without showing what was found in it. */
export function excerptLine(parts: readonly SearchPart[]): string {
  return visibleLine(parts.map(({ text }) => text).join(''));
}
