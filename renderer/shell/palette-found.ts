/** What the node's search found, as entries of the palette: the first few, and the way to all of them. */
import type { SearchAnswer } from '#shared/contract/domain/search.ts';
import { SEARCH_COUNTED_MAX } from '#shared/contract/search-kinds.ts';
import { count } from '#shared/words/format/count.ts';
import { visibleLine } from '#shared/words/format/peer-text.ts';
import { listTime } from '#shared/words/format/times.ts';
import { proposalReason } from '#shared/words/reasons/proposal-reason.ts';
import { proposalTitle } from '#shared/words/reasons/proposal-title.ts';
import { deedInWords } from '#shared/words/reasons/receipt-summary.ts';
import { excerptLine } from '#shared/words/reasons/search-words.ts';
import { t } from '#shared/words/translate.ts';
import { receiptLabel } from '../components/receipts/receipt-words.ts';
import { goTo } from '../state/routes.ts';
import { type Entry, inPassing } from './palette-entry.ts';

/** Hits that the palette shows; the page shows the rest. */
export const FOUND_SHOWN = 5;

export function foundEntries(
  answer: SearchAnswer,
  text: string,
  nameOf: (thread: string) => string,
  nowMs: number,
): Entry[] {
  const entries = firstOfEach(
    [messageEntries(answer, nameOf, nowMs), proposalEntries(answer, nowMs), receiptEntries(answer, nowMs)],
    FOUND_SHOWN,
  );
  const { messages, proposals, receipts } = answer.counts;
  const all = messages + proposals + receipts;
  const isMore = messages > SEARCH_COUNTED_MAX;
  if (all === 0) return [];
  return [
    ...entries,
    {
      id: 'found-all',
      group: 'all',
      icon: 'search',
      title: isMore
        ? t('search.showAllOfMore', { count: count(SEARCH_COUNTED_MAX) })
        : t('search.showAll', { count: count(all) }),
      run: () => goTo('search', text),
    },
  ];
}

/** One of each kind in turn, so that many of one leave room for another. */
function firstOfEach(kinds: readonly Entry[][], limit: number): Entry[] {
  const chosen = new Set<Entry>();
  for (let row = 0; chosen.size < limit && kinds.some((kind) => kind.length > row); row += 1) {
    for (const kind of kinds) {
      const entry = kind[row];
      if (entry && chosen.size < limit) chosen.add(entry);
    }
  }
  return kinds.flat().filter((entry) => chosen.has(entry));
}

function messageEntries(
  { messages }: SearchAnswer,
  nameOf: (thread: string) => string,
  nowMs: number,
): Entry[] {
  return messages.hits.map((hit): Entry => {
    const key = hit.direction === 'out' ? 'shell.palette.to' : 'shell.palette.from';
    const other = hit.direction === 'out' ? hit.thread : hit.senderDid;
    return {
      id: `found-${hit.id}`,
      group: 'messages',
      icon: 'message',
      title: t('shell.palette.quote', { text: visibleLine(excerptLine(hit.parts), 90) }),
      note: t(key, { name: nameOf(other), time: listTime(hit.createdAtMs, nowMs) }),
      run: () => goTo('messages', hit.thread, hit.number),
    };
  });
}

function proposalEntries({ proposals }: SearchAnswer, nowMs: number): Entry[] {
  return proposals.hits.map(({ proposal }): Entry => {
    const state = inPassing(proposalReason(proposal, nowMs).short);
    return {
      id: `found-${proposal.id}`,
      group: 'proposals',
      icon: 'governance',
      title: `${proposal.label} ${proposalTitle(proposal, 70)}`,
      note: t('shell.palette.proposedBy', { state, name: visibleLine(proposal.proposer, 40) }),
      run: () => goTo('governance', proposal.id),
    };
  });
}

function receiptEntries({ receipts }: SearchAnswer, nowMs: number): Entry[] {
  return receipts.hits.map(
    (receipt): Entry => ({
      id: `found-${receipt.hash}`,
      group: 'receipts',
      icon: 'chain',
      title: `${receiptLabel(receipt)}, ${visibleLine(deedInWords(receipt.deed), 70)}`,
      note: listTime(receipt.atMs, nowMs),
      run: () => goTo('chain', receipt.hash),
    }),
  );
}
