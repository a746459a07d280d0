import type { ReactNode } from 'react';
import type { MessageHit, PersonHit, ProposalHit, ReceiptHit } from '#shared/contract/domain/search.ts';
import { visibleLine } from '#shared/words/format/peer-text.ts';
import { isoTime, listTime } from '#shared/words/format/times.ts';
import { proposalReason } from '#shared/words/reasons/proposal-reason.ts';
import { proposalTitle } from '#shared/words/reasons/proposal-title.ts';
import { deedInWords } from '#shared/words/reasons/receipt-summary.ts';
import { whoToWhom } from '#shared/words/reasons/search-words.ts';
import { t } from '#shared/words/translate.ts';
import { FoundText } from '../../components/FoundText.tsx';
import { kindLabel, receiptLabel, shortHash } from '../../components/receipts/receipt-words.ts';
import { routeHref } from '../../state/routes.ts';
import styles from './Search.module.css';

function Hit(props: {
  readonly href: string;
  readonly title: ReactNode;
  readonly note?: string | null;
  readonly atMs?: number;
  readonly nowMs: number;
  readonly text?: ReactNode;
}) {
  const { href, title, note, atMs, nowMs, text } = props;
  return (
    <a data-item="" href={href} className={styles.hit}>
      <span className={styles.head}>
        <span className={styles.title}>{title}</span>
        {note ? <span className={styles.note}>{note}</span> : null}
        {atMs === undefined ? null : (
          <time className={styles.when} dateTime={isoTime(atMs)}>
            {listTime(atMs, nowMs)}
          </time>
        )}
      </span>
      {text ? <span className={styles.text}>{text}</span> : null}
    </a>
  );
}

export function messageRow(hit: MessageHit, nameOf: (did: string) => string, nowMs: number): ReactNode {
  return (
    <Hit
      href={routeHref('messages', hit.thread, hit.number)}
      title={whoToWhom(hit, nameOf)}
      atMs={hit.createdAtMs}
      nowMs={nowMs}
      text={<FoundText parts={hit.parts} />}
    />
  );
}

export function proposalRow({ proposal, place, parts }: ProposalHit, nowMs: number): ReactNode {
  const isBelow = place === 'text' || place === 'comment';
  return (
    <Hit
      href={routeHref('governance', proposal.id)}
      title={`${proposal.label} ${proposalTitle(proposal)}`}
      note={[
        proposalReason(proposal, nowMs).short,
        ...(place === 'comment' ? [t('search.hit.comment')] : []),
      ].join(' · ')}
      atMs={proposal.createdAtMs}
      nowMs={nowMs}
      text={isBelow ? <FoundText parts={parts} /> : null}
    />
  );
}

export function receiptRow(hit: ReceiptHit, nowMs: number): ReactNode {
  return (
    <Hit
      href={routeHref('chain', hit.hash)}
      title={receiptLabel(hit)}
      note={`${kindLabel(hit.kind)} · ${shortHash(hit.hash)}`}
      atMs={hit.atMs}
      nowMs={nowMs}
      text={visibleLine(deedInWords(hit.deed), 160)}
    />
  );
}

export function personRow({ did, name, is }: PersonHit, nowMs: number): ReactNode {
  return (
    <Hit
      href={is === 'me' ? routeHref('identity') : routeHref('messages', did)}
      title={visibleLine(name, 60)}
      note={t(`search.hit.person.${is}`)}
      nowMs={nowMs}
    />
  );
}
