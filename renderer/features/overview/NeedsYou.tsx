import type { ReactNode } from 'react';
import type { Slices } from '#shared/domain/snapshot.ts';
import { visibleLine } from '#shared/format/peer-text.ts';
import { clockTime } from '#shared/format/times.ts';
import { t } from '#shared/i18n/translate.ts';
import { useNode } from '../../app/context.tsx';
import { openOverlay } from '../../app/overlays.ts';
import { goTo } from '../../app/routes.ts';
import { Button } from '../../components/Button.tsx';
import { Card } from '../../components/Card.tsx';
import { Icon, type IconName } from '../../components/Icon.tsx';
import styles from './Overview.module.css';

interface Need {
  readonly id: string;
  readonly icon: IconName;
  readonly title: string;
  readonly detail: string;
  readonly action: string;
  readonly run: () => void;
}

function needsOf(node: Pick<Slices, 'peers' | 'threads' | 'agent'>): Need[] {
  const nameOf = (thread: string) =>
    thread === 'broadcast'
      ? t('common.everyone')
      : visibleLine(node.peers.find((peer) => peer.did === thread)?.name ?? t('common.unknownPeer'));
  const needs: Need[] = [];
  const { suggestion } = node.agent;
  if (suggestion) {
    needs.push({
      id: 'suggestion',
      icon: 'agent',
      title: t('overview.needs.suggestion', { text: visibleLine(suggestion.text, 90) }),
      detail: t('overview.needs.suggestionDetail', {
        action: t(`agent.action.${suggestion.action}`),
        time: clockTime(suggestion.atMs),
      }),
      action: t('overview.needs.review'),
      run: () => goTo('agent'),
    });
  }
  for (const thread of node.threads) {
    const failed = thread.last?.state === 'expired' || thread.last?.state === 'refused';
    if (thread.unread > 0) {
      needs.push({
        id: `unread ${thread.id}`,
        icon: 'message',
        title: t('overview.needs.unread', { name: nameOf(thread.id), n: thread.unread }),
        detail: thread.last?.direction === 'in' ? `“${visibleLine(thread.last.text, 90)}”` : '',
        action: t('overview.needs.read'),
        run: () => goTo('messages', thread.id),
      });
    } else if (failed && thread.last) {
      needs.push({
        id: `failed ${thread.id}`,
        icon: 'clock',
        title:
          thread.id === 'broadcast'
            ? t('overview.needs.failedEveryone')
            : t('overview.needs.failed', { name: nameOf(thread.id) }),
        detail: `“${visibleLine(thread.last.text, 90)}”`,
        action: t('overview.needs.look'),
        run: () => goTo('messages', thread.id),
      });
    }
  }
  if (node.peers.length === 0) {
    needs.push({
      id: 'first peer',
      icon: 'people',
      title: t('overview.needs.firstPeer'),
      detail: t('overview.needs.firstPeerDetail'),
      action: t('overview.needs.addPeer'),
      run: () => openOverlay({ kind: 'add-peer' }),
    });
  }
  return needs;
}

export function NeedsYou() {
  const node = useNode((snapshot) => snapshot);
  const needs = needsOf(node);
  return (
    <Card flush title={t('overview.needs')} note={needs.length > 0 ? needs.length : null}>
      {needs.length === 0 ? (
        <NeedRow
          icon="check"
          title={t('overview.needs.nothing')}
          detail={t('overview.needs.nothingDetail')}
        />
      ) : (
        needs.map((need) => (
          <NeedRow key={need.id} icon={need.icon} title={need.title} detail={need.detail}>
            <Button size="small" onClick={need.run}>
              {need.action}
            </Button>
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
