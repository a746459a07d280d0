import type { ReactNode } from 'react';
import { t } from '#shared/words/translate.ts';
import { Button, TextButton } from '../../components/Button.tsx';
import { Card } from '../../components/Card.tsx';
import { JoinRequestRow } from '../../components/cell/JoinRequests.tsx';
import { DepartedNeed } from '../../components/forks/DepartedNeed.tsx';
import { ForkNeed } from '../../components/forks/ForkNeed.tsx';
import forkStyles from '../../components/forks/Forks.module.css';
import { forkNeedsOf } from '../../components/forks/fork-needs.ts';
import { OfferRow } from '../../components/forks/OfferRow.tsx';
import { Icon, type IconName } from '../../components/Icon.tsx';
import { RecoveryRequestRow } from '../../components/recovery/RecoveryRequests.tsx';
import { VoteNeed } from '../../components/voting/VoteNeed.tsx';
import { waitingVoteCount, waitingVotes } from '../../components/voting/waiting-votes.ts';
import { openRecoveries, openRequests } from '../../state/cell.ts';
import { useNode } from '../../state/context.tsx';
import { useIsRead } from '../../state/read-news.ts';
import { goTo, type PageName } from '../../state/routes.ts';
import { needsOf } from './needs.ts';
import styles from './Overview.module.css';

/** The most urgent; more would push everything else off the page. */
const SHOWN = 5;

interface Shown {
  readonly row: ReactNode;
  /** Where it is besides, for whoever looks for the rest. */
  readonly at: PageName;
}

export function NeedsYou() {
  const node = useNode((snapshot) => snapshot);
  const all = [...useRows(), ...needRows(node)];
  // Votes beyond those that the node tells at once are counted all the same.
  const total = all.length - waitingVotes(node).length + waitingVoteCount(node);
  const left = total - Math.min(SHOWN, all.length);
  return (
    <Card flush title={t('overview.needs')} note={total > 0 ? total : null}>
      {all.slice(0, SHOWN).map(({ row }) => row)}
      {total === 0 ? (
        <NeedRow
          icon="check"
          title={t('overview.needs.nothing')}
          detail={t('overview.needs.nothingDetail')}
        />
      ) : null}
      {left > 0 ? (
        <p className={styles.more}>
          <TextButton onClick={() => goTo(all[SHOWN]?.at ?? 'governance')}>
            {t('overview.needs.more', { n: left })}
          </TextButton>
        </p>
      ) : null}
    </Card>
  );
}

/** What is answered in place, the most pressing first. */
function useRows(): Shown[] {
  const node = useNode((snapshot) => snapshot);
  const { forks, departed, offers, live } = forkNeedsOf(node, useIsRead());
  return [
    ...waitingVotes(node).map(
      (proposal): Shown => ({ row: <VoteNeed key={proposal.id} proposal={proposal} />, at: 'governance' }),
    ),
    ...openRecoveries(node.cell).map(
      (request): Shown => ({ row: <RecoveryRequestRow key={request.id} request={request} />, at: 'sync' }),
    ),
    ...forks.map((fork): Shown => ({ row: <ForkNeed key={fork.cell} fork={fork} />, at: 'settings' })),
    ...openRequests(node.cell).map(
      (request): Shown => ({ row: <JoinRequestRow key={request.scid} request={request} />, at: 'sync' }),
    ),
    ...(live
      ? departed.map(
          (group): Shown => ({
            row: <DepartedNeed key={group.key} live={live} group={group} />,
            at: 'settings',
          }),
        )
      : []),
    ...offers.map(
      (offer): Shown => ({
        row: (
          <div key={`${offer.why} ${offer.about}`} className={forkStyles.need}>
            <OfferRow offer={offer} />
          </div>
        ),
        at: 'settings',
      }),
    ),
  ];
}

function needRows(node: Parameters<typeof needsOf>[0]): Shown[] {
  return needsOf(node).map(({ id, icon, title, detail, actions }) => ({
    row: (
      <NeedRow key={id} icon={icon} title={title} detail={detail}>
        {actions.map(({ label, run }) => (
          <Button key={label} size="small" onClick={run}>
            {label}
          </Button>
        ))}
      </NeedRow>
    ),
    at: 'messages',
  }));
}

function NeedRow(props: {
  readonly icon: IconName;
  readonly title: string;
  readonly detail: string;
  readonly children?: ReactNode;
}) {
  return (
    <div className={styles.need}>
      <Icon name={props.icon} size={18} />
      <div className={styles.needText}>
        <h3 dir="auto">{props.title}</h3>
        {props.detail ? <p dir="auto">{props.detail}</p> : null}
      </div>
      {props.children}
    </div>
  );
}
