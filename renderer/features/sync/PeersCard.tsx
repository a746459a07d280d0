import type { ReactNode } from 'react';
import type { Carried } from '#shared/contract/domain/carried.ts';
import type { Peer } from '#shared/contract/domain/peer.ts';
import { visibleLine } from '#shared/words/format/peer-text.ts';
import { givenInWords } from '#shared/words/reasons/carried-words.ts';
import { failureInWords } from '#shared/words/sayings.ts';
import { t } from '#shared/words/translate.ts';
import { Avatar } from '../../components/Avatar.tsx';
import { Button } from '../../components/Button.tsx';
import { Card } from '../../components/Card.tsx';
import { FormError } from '../../components/Field.tsx';
import { Bar } from '../../components/PeerRow.tsx';
import { StateMark } from '../../components/StateMark.tsx';
import { Strong } from '../../components/Strong.tsx';
import { useDashboardState } from '../../state/context.tsx';
import { useLeftFor } from '../../state/held-cells.ts';
import { openOverlay } from '../../state/overlays.ts';
import { useNames } from '../../state/peer-context.ts';
import { useCall } from '../../state/use-call.ts';
import { useWaitReason } from '../../state/work-state.ts';
import styles from './Sync.module.css';
import type { Judged } from './SyncMap.tsx';

/** Every peer with the whole reason for its state, and at most one thing to do about it. */
export function PeersCard(props: {
  readonly judged: readonly Judged[];
  /** Those of them who are no members of the cell that is lived in. */
  readonly kept: readonly Judged[];
  readonly carried: Carried | null;
}) {
  const { judged, kept, carried } = props;
  const leftFor = useLeftFor();
  const apartOf = (one: Judged) =>
    leftFor(one.peer.did) ?? (kept.includes(one) ? t('cells.person.kept') : null);
  return (
    <Card flush title={t('sync.peers')}>
      <ul>
        {judged.map((one) => (
          <Row key={one.peer.did} {...one} carried={carried} apart={apartOf(one)} />
        ))}
      </ul>
    </Card>
  );
}

function Row(
  props: Judged & {
    readonly carried: Carried | null;
    /** Whom one meets elsewhere, or not for long any more: why. */
    readonly apart: string | null;
  },
) {
  const { peer, reason, carried, apart } = props;
  const names = useNames();
  const given = carried && givenInWords(carried, peer.did, names);
  const stale = useDashboardState((state) => state.stale);
  const wait = useWaitReason();
  const sync = useCall('peers.syncNow');
  const transfer =
    reason.state === 'sending' ? peer.sending : reason.state === 'receiving' ? peer.receiving : null;
  const mainSentence = reason.caution
    ? reason.sentence.slice(0, reason.sentence.length - reason.caution.length).trim()
    : reason.sentence;
  return (
    <li className={styles.peer}>
      <Avatar
        name={peer.name}
        order={peer.order}
        offline={reason.mark === 'offline'}
        mark={stale ? 'waiting' : reason.mark}
      />
      <div className={styles.peerText}>
        <div className={styles.peerHead}>
          <h3 tabIndex={-1} data-arrival={peer.did}>
            <bdi>{visibleLine(peer.name, 40)}</bdi>
          </h3>
          <Action
            peer={peer}
            reason={reason}
            disabled={wait !== null}
            busy={sync.busy}
            tryNow={() => void sync.run({ did: peer.did })}
          />
        </div>
        <p className={styles.sentence}>
          {stale ? <Strong of={`reason.peer.past.${reason.state}`} params={reason.side} /> : mainSentence}
          {reason.caution ? (
            <span className={styles.caution}>
              <StateMark mark="caution" size={13} />
              {reason.caution}
            </span>
          ) : null}
        </p>
        {apart ? <p className={styles.detail}>{apart}</p> : null}
        {reason.detail || given ? (
          <p className={styles.detail}>
            {reason.detail} {given}
          </p>
        ) : null}
        {transfer ? (
          <div className={styles.bar}>
            <Bar done={transfer.done} total={transfer.total} label={peer.name} />
          </div>
        ) : null}
        <FormError message={failureInWords(sync.failure)} />
      </div>
    </li>
  );
}

function Action(
  props: Judged & { readonly disabled: boolean; readonly busy: boolean; readonly tryNow: () => void },
): ReactNode {
  const { peer, reason } = props;
  const name = visibleLine(peer.name, 40);
  const away = reason.state === 'offline' || reason.state === 'neverSeen' || reason.state === 'cutOff';
  if (!away) return null;
  return peer.address === null ? (
    <Button
      size="small"
      disabled={props.disabled}
      aria-label={t('sync.peer.addAddressLabel', { name })}
      onClick={() => openAddress(peer)}
    >
      {t('sync.peer.addAddress')}
    </Button>
  ) : (
    <Button
      size="small"
      busy={props.busy}
      disabled={props.disabled}
      aria-label={t('sync.peer.tryNowLabel', { name })}
      onClick={props.tryNow}
    >
      {t('sync.peer.tryNow')}
    </Button>
  );
}

function openAddress({ did }: Peer): void {
  openOverlay({ kind: 'address', did });
}
