import type { ReactNode } from 'react';
import { t } from '#shared/i18n/translate.ts';
import { openRequests } from '../../app/cell.ts';
import { useNode } from '../../app/context.tsx';
import { Button } from '../../components/Button.tsx';
import { Card } from '../../components/Card.tsx';
import { Icon, type IconName } from '../../components/Icon.tsx';
import { JoinRequestRow } from '../cell/JoinRequests.tsx';
import { VoteNeed } from '../governance/VoteNeed.tsx';
import { waitingVotes } from '../governance/waiting-votes.ts';
import { needsOf } from './needs.ts';
import styles from './Overview.module.css';

export function NeedsYou() {
  const node = useNode((snapshot) => snapshot);
  const needs = needsOf(node);
  const requests = openRequests(node.cell);
  const votes = waitingVotes(node);
  const total = needs.length + requests.length + votes.length;
  return (
    <Card flush title={t('overview.needs')} note={total > 0 ? total : null}>
      {votes.map((proposal) => (
        <VoteNeed key={proposal.id} proposal={proposal} />
      ))}
      {requests.map((request) => (
        <JoinRequestRow key={request.scid} request={request} />
      ))}
      {total === 0 ? (
        <NeedRow
          icon="check"
          title={t('overview.needs.nothing')}
          detail={t('overview.needs.nothingDetail')}
        />
      ) : (
        needs.map((need) => (
          <NeedRow key={need.id} icon={need.icon} title={need.title} detail={need.detail}>
            {need.actions.map(({ label, run }) => (
              <Button key={label} size="small" onClick={run}>
                {label}
              </Button>
            ))}
          </NeedRow>
        ))
      )}
    </Card>
  );
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
