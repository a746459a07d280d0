import { useRef } from 'react';
import type { ProposalSummary } from '#shared/domain/governance.ts';
import { visibleLine } from '#shared/format/peer-text.ts';
import { isoTime, listTime } from '#shared/format/times.ts';
import { t } from '#shared/i18n/translate.ts';
import { voteFateReason, votesCast } from '#shared/reasons/proposal-reason.ts';
import { useNow } from '../../app/now.ts';
import { goTo, routeHref } from '../../app/routes.ts';
import { useRoving } from '../../app/use-roving.ts';
import { Card } from '../../components/Card.tsx';
import { type Column, Table } from '../../components/Table.tsx';
import { Tag } from '../../components/Tag.tsx';
import styles from './Governance.module.css';
import { ResultTag } from './ResultTag.tsx';

/** Every proposal, the newest first. */
export function ProposalList({ proposals }: { readonly proposals: readonly ProposalSummary[] }) {
  const box = useRef<HTMLDivElement>(null);
  const settle = useRoving(box);
  const nowMs = useNow(60_000);
  const columns: Column<ProposalSummary>[] = [
    {
      id: 'label',
      title: t('governance.table.label'),
      cell: ({ id, label }) => (
        <a href={routeHref('governance', id)} data-item="" className={styles.label}>
          {label}
        </a>
      ),
    },
    {
      id: 'title',
      title: t('governance.table.title'),
      cell: ({ title }) => (
        <span className={styles.cellTitle} dir="auto" title={visibleLine(title)}>
          {visibleLine(title)}
        </span>
      ),
    },
    { id: 'by', title: t('governance.table.by'), cell: ({ proposer }) => visibleLine(proposer, 24) },
    {
      id: 'state',
      title: t('governance.table.state'),
      cell: (proposal) =>
        proposal.needsMyVote ? (
          <Tag tone="accent">{t('governance.missing')}</Tag>
        ) : (
          <ResultTag proposal={proposal} />
        ),
    },
    {
      id: 'votes',
      title: t('governance.table.votes'),
      cell: (proposal) =>
        t('governance.table.votesOf', { n: votesCast(proposal), of: proposal.seats.length }),
    },
    {
      id: 'mine',
      title: t('governance.table.mine'),
      cell: (proposal) => voteFateReason(proposal)?.sentence ?? proposal.myVote?.choice ?? '–',
    },
    {
      id: 'when',
      title: t('governance.table.when'),
      numeric: true,
      cell: ({ decidedAtMs, createdAtMs }) => (
        <time dateTime={isoTime(decidedAtMs ?? createdAtMs)}>
          {listTime(decidedAtMs ?? createdAtMs, nowMs)}
        </time>
      ),
    },
  ];
  return (
    <Card>
      {/* biome-ignore lint/a11y/noStaticElementInteractions: it only keeps the one stop for Tab */}
      <div
        ref={box}
        data-list=""
        className={styles.list}
        onFocus={(event) => {
          if (event.target.matches('[data-item]')) settle(event.target);
        }}
      >
        <Table
          label={t('governance.table')}
          columns={columns}
          rows={proposals}
          rowKey={({ id }) => id}
          onRow={({ id }) => goTo('governance', id)}
        />
      </div>
    </Card>
  );
}
