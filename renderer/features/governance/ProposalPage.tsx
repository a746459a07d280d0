import { type ReactNode, useState } from 'react';
import type { ProposalDetail } from '#shared/contract/domain/governance.ts';
import { columnOf } from '#shared/contract/domain/proposal-column.ts';
import { HOUR_MS } from '#shared/protocol/limits.ts';
import { momentInWords } from '#shared/words/format/closing-time.ts';
import { visibleLine } from '#shared/words/format/peer-text.ts';
import { dayAndTime, duration, isoTime, shortDay } from '#shared/words/format/times.ts';
import { proposalReason } from '#shared/words/reasons/proposal-reason.ts';
import { proposalText, proposalTitle } from '#shared/words/reasons/proposal-title.ts';
import { failureInWords } from '#shared/words/sayings.ts';
import { t } from '#shared/words/translate.ts';
import { Avatar } from '../../components/Avatar.tsx';
import { AgentTag } from '../../components/agent/AgentTag.tsx';
import { IconButton } from '../../components/Button.tsx';
import { classes } from '../../components/class-names.ts';
import { OfferCard } from '../../components/forks/OfferCard.tsx';
import { Icon } from '../../components/Icon.tsx';
import { Menu, type MenuItem } from '../../components/Menu.tsx';
import pageStyles from '../../components/Page.module.css';
import { NodeBanner, useDocumentTitle } from '../../components/Page.tsx';
import { PeerText } from '../../components/PeerText.tsx';
import { SkeletonRows } from '../../components/Skeleton.tsx';
import { Key } from '../../components/Tag.tsx';
import { ProofButton } from '../../components/voting/ProofButton.tsx';
import { RekeyFacts } from '../../components/voting/RekeyFacts.tsx';
import { ResultTag } from '../../components/voting/ResultTag.tsx';
import { boardOrder, useProposal } from '../../components/voting/use-proposals.ts';
import { useMembersByScid } from '../../state/cell.ts';
import { useDashboardState, useNode } from '../../state/context.tsx';
import { useSpoken } from '../../state/live-region.ts';
import { useNow } from '../../state/now.ts';
import { routeHref } from '../../state/routes.ts';
import { ChangeCard } from './ChangeCard.tsx';
import { Comments } from './Comments.tsx';
import { CertificateCard, CountingCard, QuorumCard } from './CountCards.tsx';
import { NextStepCard } from './NextStepCard.tsx';
import styles from './Proposal.module.css';
import { WithdrawDialog } from './ProposalDialogs.tsx';
import { ScarCard } from './ScarCard.tsx';
import { StageStrip } from './StageStrip.tsx';
import { VotesCard } from './VotesCard.tsx';
import { YourVoteCard } from './YourVoteCard.tsx';

/** What is proposed, how does it stand, did my vote count? */
export function ProposalPage({ id }: { readonly id: string }) {
  const { detail, failure } = useProposal(id);
  const stale = useDashboardState((state) => state.stale);
  const nowMs = useNow(30_000);
  const title = detail ? proposalTitle(detail) : t('shell.page.governance');
  useDocumentTitle(detail ? `${detail.label} ${title}` : title);
  const reason = detail ? proposalReason(detail, nowMs) : null;
  const spoken = useSpoken(reason ? `${reason.sentence}. ${reason.detail ?? ''}` : '');
  return (
    <div className={classes(pageStyles.page, styles.page)}>
      <Crumb id={id} detail={detail} />
      <p className="visuallyHidden" role="status">
        {spoken}
      </p>
      <NodeBanner />
      <div className={stale ? pageStyles.stale : undefined}>
        {detail ? (
          <Loaded proposal={detail} />
        ) : (
          <>
            <h1 className={styles.title}>{title}</h1>
            {failure ? <p className={styles.lead}>{failureInWords(failure)}</p> : <SkeletonRows rows={8} />}
          </>
        )}
      </div>
    </div>
  );
}

/** The way back, and the proposals beside this one in the order of the board. */
function Crumb({ id, detail }: { readonly id: string; readonly detail: ProposalDetail | null }) {
  const order = boardOrder(useNode((node) => node.proposals));
  const at = order.findIndex((one) => one.id === id);
  const next = at >= 0 ? order[at + 1] : undefined;
  const before = at > 0 ? order[at - 1] : undefined;
  return (
    <header className={styles.crumbRow}>
      <nav className={styles.crumb} aria-label={t('governance.crumb')}>
        <a href={routeHref('governance')}>
          <Icon name="back" size={15} />
          {t('shell.page.governance')}
        </a>
        <span aria-hidden="true">/</span>
        <span className={styles.crumbLabel} aria-current="page">
          {detail?.label ?? '…'}
        </span>
      </nav>
      <div className={styles.crumbActions}>
        <span className={styles.keys}>
          <Neighbour to={next?.id} letter="j" label={t('governance.nextProposal')} />
          <Neighbour to={before?.id} letter="k" label={t('governance.previousProposal')} />
          <span aria-hidden="true">{t('governance.nextPrevious')}</span>
        </span>
        {detail ? <Actions proposal={detail} /> : null}
      </div>
    </header>
  );
}

function Neighbour(props: {
  readonly to: string | undefined;
  readonly letter: string;
  readonly label: string;
}) {
  const letter = <Key>{props.letter.toUpperCase()}</Key>;
  return props.to ? (
    <a
      href={routeHref('governance', props.to)}
      data-shortcut={props.letter}
      aria-keyshortcuts={props.letter}
      aria-label={props.label}
      title={props.label}
    >
      {letter}
    </a>
  ) : (
    <span className={styles.noNeighbour} aria-hidden="true">
      {letter}
    </span>
  );
}

function Actions({ proposal }: { readonly proposal: ProposalDetail }) {
  const [withdrawing, setWithdrawing] = useState(false);
  const { certificate, records, state, mine } = proposal;
  const signed = records
    .flatMap(({ confirm }) => (confirm ? [confirm] : []))
    .sort((a, b) => b.atMs - a.atMs)[0];
  const items: MenuItem[] = [
    ...(mine && state === 'voting'
      ? [{ label: t('governance.withdraw'), danger: true, onSelect: () => setWithdrawing(true) }]
      : []),
  ];
  return (
    <>
      {certificate && signed ? <Proof id={proposal.id} receipt={signed.hash} /> : null}
      {items.length > 0 ? (
        <Menu
          label={t('governance.more')}
          items={items}
          trigger={<IconButton icon="more" label={t('governance.more')} />}
        />
      ) : null}
      {withdrawing ? <WithdrawDialog proposal={proposal} onClose={() => setWithdrawing(false)} /> : null}
    </>
  );
}

/** The receipt that made the count final, and a page by which anyone can check it. */
function Proof({ id, receipt }: { readonly id: string; readonly receipt: string }) {
  return (
    <>
      <a href={routeHref('chain', receipt)} className={styles.proof}>
        <Icon name="chain" size={15} />
        {t('governance.proof')}
      </a>
      <ProofButton proposal={id} />
    </>
  );
}

function Loaded({ proposal }: { readonly proposal: ProposalDetail }) {
  const column = columnOf(proposal);
  const opened = proposal.opened !== null;
  return (
    <div className={styles.layout}>
      <div className={styles.head}>
        {column === 'decided' ? (
          <p className={styles.result}>
            <ResultTag proposal={proposal} full />
          </p>
        ) : null}
        <h1 className={styles.title} dir="auto">
          {proposalTitle(proposal)}
        </h1>
        <Byline proposal={proposal} />
        {proposal.rekey ? (
          <div className={styles.rekey}>
            <RekeyFacts proposal={proposal} />
          </div>
        ) : null}
        <StageStrip proposal={proposal} />
      </div>
      <div className={styles.side}>
        {proposal.certificate ? <CertificateCard proposal={proposal} /> : null}
        {opened ? <YourVoteCard proposal={proposal} /> : null}
        <NextStepCard proposal={proposal} />
        <ScarCard proposal={proposal} />
        <OfferCard proposal={proposal.id} />
        {column === 'voting' ? (
          <>
            <QuorumCard proposal={proposal} />
            <CountingCard proposal={proposal} />
          </>
        ) : null}
      </div>
      <div className={styles.body}>
        <div className={styles.text}>
          {proposal.text.trim() === '' ? (
            <p className={styles.quiet}>{t('governance.noText')}</p>
          ) : (
            <PeerText text={proposalText(proposal)} whole />
          )}
        </div>
        <Rules proposal={proposal} />
        <ChangeCard proposal={proposal} />
        <Earlier proposal={proposal} />
        {opened ? <VotesCard proposal={proposal} /> : null}
        <Comments proposal={proposal} />
      </div>
    </div>
  );
}

/** `26 h`: hours up to two days, so that nobody misses half a day. */
function timeLeft(leftMs: number): string {
  const hours = Math.floor(leftMs / HOUR_MS);
  return hours >= 1 && hours < 48 ? t('time.hours', { n: hours }) : duration(leftMs);
}

function Byline({ proposal }: { readonly proposal: ProposalDetail }) {
  const members = useMembersByScid();
  const nowMs = useNow(30_000);
  const { proposer, mine, agent, createdAtMs, deadlineAtMs, decidedAtMs } = proposal;
  const order = [...members.values()].find(({ name }) => name === proposer)?.order ?? 6;
  let then: ReactNode = null;
  if (decidedAtMs !== null) then = t('governance.finalSince', { when: dayAndTime(decidedAtMs) });
  else if (deadlineAtMs !== null && deadlineAtMs > nowMs) {
    then = (
      <>
        {t('governance.closes')} <b>{momentInWords(deadlineAtMs, nowMs)}</b>
        {t('governance.closesIn', { duration: timeLeft(deadlineAtMs - nowMs) })}
      </>
    );
  } else if (deadlineAtMs !== null) then = proposalReason(proposal, nowMs).sentence;
  return (
    <p className={styles.byline}>
      <Avatar name={proposer} order={order} size={22} />
      <span>
        <time dateTime={isoTime(createdAtMs)}>
          {t('governance.proposed', { name: visibleLine(proposer, 40), when: shortDay(createdAtMs) })}
        </time>
        {then ? <> · {then}</> : null}
      </span>
      {agent === undefined ? null : <AgentTag name={proposer} mine={mine} digest={agent} />}
    </p>
  );
}

function Rules({ proposal }: { readonly proposal: ProposalDetail }) {
  const nowMs = useNow(60_000);
  const { rules, opened, seats, versions } = proposal;
  if (!rules || !opened) {
    return versions > 1 ? <p className={styles.small}>{t('governance.version', { n: versions })}</p> : null;
  }
  const [over, under] = rules.threshold;
  return (
    <ul className={styles.rules} aria-label={t('governance.rules')}>
      <li>
        <Icon name="people" size={15} />
        {t('governance.rules.quorum', { n: rules.quorum, of: seats.length })}
      </li>
      <li>
        <Icon name="check" size={15} />
        {over * 2 === under
          ? t('governance.rules.majority')
          : t('governance.rules.threshold', { over, under })}
      </li>
      <li>
        <Icon name="shield" size={15} />
        {t('governance.rules.frozen', { when: momentInWords(opened.atMs, nowMs) })}
      </li>
    </ul>
  );
}

/** What became of the attempts before this one. */
function Earlier({ proposal }: { readonly proposal: ProposalDetail }) {
  if (proposal.earlier.length === 0) return null;
  return (
    <ul className={styles.earlier}>
      {proposal.earlier.map(({ attempt, state }) => (
        <li key={attempt}>{t('governance.attempt', { n: attempt, state })}</li>
      ))}
    </ul>
  );
}
