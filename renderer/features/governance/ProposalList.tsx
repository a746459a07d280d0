import { useDeferredValue, useRef, useState } from 'react';
import type { ProposalQuery, ProposalSummary } from '#shared/contract/domain/governance.ts';
import { count } from '#shared/words/format/count.ts';
import { visibleLine } from '#shared/words/format/peer-text.ts';
import { isoTime, listTime } from '#shared/words/format/times.ts';
import { choiceWord } from '#shared/words/reasons/choice-word.ts';
import { voteFateReason, votesCast } from '#shared/words/reasons/proposal-reason.ts';
import { proposalTitle } from '#shared/words/reasons/proposal-title.ts';
import { failureInWords } from '#shared/words/sayings.ts';
import { t } from '#shared/words/translate.ts';
import { TextButton } from '../../components/Button.tsx';
import { Card } from '../../components/Card.tsx';
import { Field, FormError } from '../../components/Field.tsx';
import { Segmented } from '../../components/Segmented.tsx';
import { type Column, Table } from '../../components/Table.tsx';
import { Tag } from '../../components/Tag.tsx';
import { ResultTag } from '../../components/voting/ResultTag.tsx';
import { useProposalPages } from '../../components/voting/use-proposals.ts';
import { useNow } from '../../state/now.ts';
import { goTo, routeHref } from '../../state/routes.ts';
import { useRoving } from '../../state/use-roving.ts';
import styles from './Governance.module.css';

type Which = 'all' | NonNullable<ProposalQuery['which']>;
const WHICH: readonly Which[] = ['all', 'mine', 'open', 'decided'];

/** Every proposal that a search finds, the newest first. */
export function ProposalList() {
  const [which, setWhich] = useState<Which>('all');
  const [text, setText] = useState('');
  const searched = useDeferredValue(text.trim());
  const { proposals, total, showMore, failure } = useProposalPages({
    text: searched,
    which: which === 'all' ? undefined : which,
  });
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
      takesIn: true,
      cell: (proposal) => (
        <span className={styles.cellTitle} dir="auto" title={proposalTitle(proposal)}>
          {proposalTitle(proposal)}
        </span>
      ),
    },
    {
      id: 'by',
      title: t('governance.table.by'),
      leaves: 1,
      cell: ({ proposer }) => visibleLine(proposer, 24),
    },
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
      leaves: 2,
      cell: (proposal) =>
        t('governance.table.votesOf', { n: votesCast(proposal), of: proposal.seats.length }),
    },
    {
      id: 'mine',
      title: t('governance.table.mine'),
      leaves: 4,
      cell: (proposal) =>
        voteFateReason(proposal)?.sentence ?? (proposal.myVote ? choiceWord(proposal.myVote.choice) : '–'),
    },
    {
      id: 'when',
      title: t('governance.table.when'),
      leaves: 3,
      numeric: true,
      cell: ({ decidedAtMs, createdAtMs }) => (
        <time dateTime={isoTime(decidedAtMs ?? createdAtMs)}>
          {listTime(decidedAtMs ?? createdAtMs, nowMs)}
        </time>
      ),
    },
  ];
  return (
    <Card
      note={
        total === null
          ? null
          : t('governance.list.shown', { shown: count(proposals.length), total: count(total) })
      }
    >
      <div className={styles.search}>
        <Field label={t('governance.search')} type="search" value={text} maxLength={200} onValue={setText} />
        <Segmented
          label={t('governance.filter')}
          value={which}
          options={WHICH.map((value) => ({ value, label: t(`governance.filter.${value}`) }))}
          onChange={setWhich}
        />
      </div>
      <FormError message={failureInWords(failure)} />
      {total === 0 ? <p className={styles.none}>{t('governance.list.none')}</p> : null}
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
      {showMore ? (
        <p className={styles.more}>
          <TextButton onClick={showMore}>{t('governance.list.more')}</TextButton>
        </p>
      ) : null}
    </Card>
  );
}
