import type { ReactNode } from 'react';
import type { SearchAnswer, SearchKind } from '#shared/contract/domain/search.ts';
import { SEARCH_KINDS } from '#shared/contract/search-kinds.ts';
import { visibleLine } from '#shared/words/format/peer-text.ts';
import { foundInWords } from '#shared/words/reasons/search-words.ts';
import { t } from '#shared/words/translate.ts';
import { Button } from '../../components/Button.tsx';
import { Card } from '../../components/Card.tsx';
import { RovingList } from '../../components/RovingList.tsx';
import { useNow } from '../../state/now.ts';
import { useNames } from '../../state/peer-context.ts';
import type { SearchWish } from '../../state/use-search.ts';
import { messageRow, personRow, proposalRow, receiptRow } from './hit-rows.tsx';
import styles from './Search.module.css';
import { type MoreHits, useMore } from './use-more.ts';

/** What was found, a card for each kind; each row leads to the very thing. */
export function Results({ answer, wish }: { readonly answer: SearchAnswer; readonly wish: SearchWish }) {
  const more = useMore(answer, wish);
  const nowMs = useNow(60_000);
  const names = useNames();
  const nameOf = (did: string): string => visibleLine(names.get(did) ?? t('common.unknownPeer'), 40);
  const { pages } = more;
  const rows: Record<SearchKind, [string | number, ReactNode][]> = {
    messages: pages.messages.hits.map((hit) => [hit.number, messageRow(hit, nameOf, nowMs)]),
    proposals: pages.proposals.hits.map((hit) => [hit.proposal.id, proposalRow(hit, nowMs)]),
    receipts: pages.receipts.hits.map((hit) => [hit.hash, receiptRow(hit, nowMs)]),
    people: pages.people.hits.map((hit) => [hit.did, personRow(hit, nowMs)]),
  };
  return SEARCH_KINDS.filter((kind) => rows[kind].length > 0).map((kind) => (
    <Group key={kind} kind={kind} total={answer.counts[kind]} rows={rows[kind]} more={more} />
  ));
}

function Group(props: {
  readonly kind: SearchKind;
  readonly total: number;
  readonly rows: readonly (readonly [string | number, ReactNode])[];
  readonly more: MoreHits;
}) {
  const { kind, total, rows, more } = props;
  const title = t(`search.filter.kind.${kind}`);
  return (
    <Card flush title={title} note={foundInWords(total, kind)}>
      <RovingList label={title} className={styles.list}>
        {rows.map(([key, row]) => (
          <li key={key}>{row}</li>
        ))}
      </RovingList>
      {more.pages[kind].next === null ? null : (
        <div className={styles.more}>
          <Button size="small" busy={more.busy === kind} onClick={() => more.showMore(kind)}>
            {t('search.more')}
          </Button>
        </div>
      )}
    </Card>
  );
}
