import type { ReactNode } from 'react';
import type { Peer } from '#shared/contract/domain/peer.ts';
import type { PeerReason } from '#shared/words/reasons/peer-reason.ts';
import type { StringKey } from '#shared/words/translate.ts';
import { Avatar } from './Avatar.tsx';
import styles from './PeerRow.module.css';
import { StateMark } from './StateMark.tsx';
import { Strong } from './Strong.tsx';

export interface PeerRowProps {
  readonly peer: Peer;
  readonly reason: PeerReason;
  /** The past tense, while nothing newer is known. */
  readonly past: boolean;
  readonly action?: ReactNode;
}

/** A sentence from the peer's side, a detail, a bar while something moves, at most one action. */
export function PeerRow({ peer, reason, past, action }: PeerRowProps) {
  const key: StringKey = `reason.peer.${past ? 'past' : 'side'}.${reason.state}`;
  const transfer =
    reason.state === 'sending' ? peer.sending : reason.state === 'receiving' ? peer.receiving : null;
  return (
    <li className={styles.row}>
      <Avatar
        name={peer.name}
        order={peer.order}
        offline={reason.mark === 'offline'}
        mark={past ? 'waiting' : reason.mark}
      />
      <div className={styles.text}>
        <p className={styles.sentence}>
          <Strong of={key} params={reason.side} />
        </p>
        {reason.caution ? (
          <p className={styles.caution}>
            <StateMark mark="caution" size={12} />
            <span>
              {reason.caution} {reason.sideDetail}
            </span>
          </p>
        ) : reason.sideDetail ? (
          <p className={styles.detail}>{reason.sideDetail}</p>
        ) : null}
      </div>
      {transfer ? <Bar done={transfer.done} total={transfer.total} label={peer.name} /> : null}
      {action}
    </li>
  );
}

export function Bar({
  done,
  total,
  label,
}: {
  readonly done: number;
  readonly total: number;
  readonly label: string;
}) {
  const share = total > 0 ? Math.min(1, done / total) : 0;
  return (
    <span
      className={styles.bar}
      role="progressbar"
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={total}
      aria-valuenow={done}
    >
      <span style={{ inlineSize: `${share * 100}%` }} />
    </span>
  );
}
