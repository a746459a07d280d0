import { isDecided } from '#shared/contract/domain/proposal-column.ts';
import { isoTime, listTime } from '#shared/words/format/times.ts';
import { voteFateReason, votesCast } from '#shared/words/reasons/proposal-reason.ts';
import { proposalTitle } from '#shared/words/reasons/proposal-title.ts';
import { t } from '#shared/words/translate.ts';
import { TextButton } from '../../components/Button.tsx';
import { Card } from '../../components/Card.tsx';
import { ResultTag } from '../../components/voting/ResultTag.tsx';
import { useNode } from '../../state/context.tsx';
import { useNow } from '../../state/now.ts';
import { goTo, routeHref } from '../../state/routes.ts';
import styles from './Overview.module.css';

const SHOWN = 4;

/** What the cell decided, and whether the operator's vote counted. */
export function LastDecisions() {
  const proposals = useNode((node) => node.proposals);
  const nowMs = useNow(60_000);
  const decided = proposals
    .filter(isDecided)
    .sort((a, b) => (b.decidedAtMs ?? b.createdAtMs) - (a.decidedAtMs ?? a.createdAtMs))
    .slice(0, SHOWN);
  return (
    <Card
      flush
      title={t('governance.decisions')}
      action={<TextButton onClick={() => goTo('governance')}>{t('governance.decisions.all')}</TextButton>}
    >
      {decided.map((proposal) => {
        const atMs = proposal.decidedAtMs ?? proposal.createdAtMs;
        const fate =
          proposal.state === 'expired' && proposal.certificate
            ? t('governance.decisions.expired', { voted: votesCast(proposal), needed: proposal.quorum })
            : (voteFateReason(proposal)?.sentence ?? '');
        return (
          <a key={proposal.id} href={routeHref('governance', proposal.id)} className={styles.decision}>
            <span className={styles.decisionLabel}>{proposal.label}</span>
            <span className={styles.decisionTitle} dir="auto" title={proposalTitle(proposal)}>
              {proposalTitle(proposal, 120)}
            </span>
            <span>
              <ResultTag proposal={proposal} />
            </span>
            <span className={styles.decisionFate} title={fate}>
              {fate}
            </span>
            <time className={styles.lastTime} dateTime={isoTime(atMs)}>
              {listTime(atMs, nowMs)}
            </time>
          </a>
        );
      })}
    </Card>
  );
}
