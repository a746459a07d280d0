import { visibleLine } from '#shared/words/format/peer-text.ts';
import { fullDate } from '#shared/words/format/times.ts';
import { proposalReason } from '#shared/words/reasons/proposal-reason.ts';
import { t } from '#shared/words/translate.ts';
import { Button } from '../../components/Button.tsx';
import { Card } from '../../components/Card.tsx';
import { StateMark } from '../../components/StateMark.tsx';
import { useCell, useSignWait } from '../../state/cell.ts';
import { useNode } from '../../state/context.tsx';
import { useNow } from '../../state/now.ts';
import { openOverlay } from '../../state/overlays.ts';
import { routeHref } from '../../state/routes.ts';
import styles from './Identity.module.css';

/** Since when I have this key, whether another one is voted on, and how to get one. */
export function KeyCard() {
  const mine = useCell()?.members.find((member) => member.me);
  const open = useNode(({ proposals }) =>
    proposals.find(
      ({ rekey, state }) => rekey && rekey.scid === mine?.scid && (state === 'voting' || state === 'closing'),
    ),
  );
  const nowMs = useNow(30_000);
  const wait = useSignWait();
  if (!mine) return null;
  const { version, sinceMs, by } = mine.key;
  const reason = open ? proposalReason(open, nowMs) : null;
  const waiting = open?.seats.filter(({ choice, closed }) => choice === null && !closed) ?? [];
  const names = waiting.map(({ name }) => visibleLine(name, 24)).join(', ');
  return (
    <Card title={t('recovery.key')} note={t('recovery.key.version', { n: version })}>
      <p className={styles.quiet}>{t(`recovery.key.${by}`, { date: fullDate(sinceMs) })}</p>
      {open ? (
        <div className={styles.change} role="status">
          <StateMark mark="waiting" size={16} />
          <p>
            <b>{t('recovery.key.open')}</b> {reason?.sentence}.{' '}
            {names ? t('recovery.key.waitsFor', { names }) : null}{' '}
            <a href={routeHref('governance', open.id)}>{t('recovery.key.look')}</a>
          </p>
        </div>
      ) : (
        <div className={styles.recoveryAction}>
          <Button
            wide
            icon="key"
            disabled={wait !== null}
            onClick={() => openOverlay({ kind: 'change-key' })}
          >
            {t('recovery.key.change')}
          </Button>
          {wait ? <p className={styles.quiet}>{wait}</p> : null}
        </div>
      )}
    </Card>
  );
}
