import type { ReactNode } from 'react';
import { t } from '#shared/words/translate.ts';
import { Button, TextButton } from '../../components/Button.tsx';
import { Card } from '../../components/Card.tsx';
import { JoinRequestRow } from '../../components/cell/JoinRequests.tsx';
import { Icon, type IconName } from '../../components/Icon.tsx';
import { RecoveryRequestRow } from '../../components/recovery/RecoveryRequests.tsx';
import { VoteNeed } from '../../components/voting/VoteNeed.tsx';
import { waitingVoteCount, waitingVotes } from '../../components/voting/waiting-votes.ts';
import { openRecoveries, openRequests } from '../../state/cell.ts';
import { useNode } from '../../state/context.tsx';
import { goTo } from '../../state/routes.ts';
import { needsOf } from './needs.ts';
import styles from './Overview.module.css';

/** The most urgent; more would push everything else off the page. */
const SHOWN = 5;

export function NeedsYou() {
  const node = useNode((snapshot) => snapshot);
  const needs = needsOf(node);
  const requests = openRequests(node.cell);
  const recoveries = openRecoveries(node.cell);
  const votes = waitingVotes(node);
  const total = needs.length + requests.length + recoveries.length + waitingVoteCount(node);
  const shownVotes = votes.slice(0, SHOWN);
  const shownRecoveries = recoveries.slice(0, SHOWN - shownVotes.length);
  const before = shownVotes.length + shownRecoveries.length;
  const shownRequests = requests.slice(0, SHOWN - before);
  const shownNeeds = needs.slice(0, SHOWN - before - shownRequests.length);
  const left = total - before - shownRequests.length - shownNeeds.length;
  return (
    <Card flush title={t('overview.needs')} note={total > 0 ? total : null}>
      {shownVotes.map((proposal) => (
        <VoteNeed key={proposal.id} proposal={proposal} />
      ))}
      {shownRecoveries.map((request) => (
        <RecoveryRequestRow key={request.id} request={request} />
      ))}
      {shownRequests.map((request) => (
        <JoinRequestRow key={request.scid} request={request} />
      ))}
      {total === 0 ? (
        <NeedRow
          icon="check"
          title={t('overview.needs.nothing')}
          detail={t('overview.needs.nothingDetail')}
        />
      ) : (
        shownNeeds.map((need) => (
          <NeedRow key={need.id} icon={need.icon} title={need.title} detail={need.detail}>
            {need.actions.map(({ label, run }) => (
              <Button key={label} size="small" onClick={run}>
                {label}
              </Button>
            ))}
          </NeedRow>
        ))
      )}
      {left > 0 ? (
        <p className={styles.more}>
          <TextButton onClick={() => goTo(moreAt(votes.length, requests.length + recoveries.length))}>
            {t('overview.needs.more', { n: left })}
          </TextButton>
        </p>
      ) : null}
    </Card>
  );
}

/** Where the rest is: votes come first, then who asks to join, then everything else, most of it messages. */
function moreAt(votes: number, requests: number): 'governance' | 'sync' | 'messages' {
  if (votes > SHOWN) return 'governance';
  return votes + requests > SHOWN ? 'sync' : 'messages';
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
