import { useEffect, useState } from 'react';
import type { SeenInvitations } from '#shared/contract/domain/cell.ts';
import type { Failure } from '#shared/contract/errors.ts';
import { visibleLine } from '#shared/words/format/peer-text.ts';
import { failureInWords } from '#shared/words/sayings.ts';
import { t } from '#shared/words/translate.ts';
import { useDashboard } from '../../state/context.tsx';
import { useCall } from '../../state/use-call.ts';
import { useWaitReason } from '../../state/work-state.ts';
import { Button } from '../Button.tsx';
import { FormError } from '../Field.tsx';
import styles from './Cell.module.css';

const LOOK_MS = 1_000;

/** In place of a link: members who show on the same network that they invite. Asked for by a click, never unasked. */
export function SeenInviters({ onAsked }: { readonly onAsked?: () => void }) {
  const [looks, setLooks] = useState(false);
  return (
    <section className={styles.seen} aria-label={t('cell.look.list')}>
      <div className={styles.buttons}>
        <Button size="small" icon="sync" aria-pressed={looks} onClick={() => setLooks((old) => !old)}>
          {t(looks ? 'cell.look.stop' : 'cell.look')}
        </Button>
        <span className={styles.note}>{t('cell.look.text')}</span>
      </div>
      {looks ? <Found {...(onAsked ? { onAsked } : {})} /> : null}
    </section>
  );
}

function Found({ onAsked }: { readonly onAsked?: () => void }) {
  const dashboard = useDashboard();
  const [found, setFound] = useState<SeenInvitations | null>(null);
  const [failure, setFailure] = useState<Failure | null>(null);
  const ask = useCall('cell.joinSeen');
  const wait = useWaitReason();
  useEffect(() => {
    let isCurrent = true;
    const look = () =>
      void dashboard.call('cell.look', {}).then((answer) => {
        if (!isCurrent) return;
        setFailure(answer.ok ? null : answer.error);
        if (answer.ok) setFound(answer.value);
      });
    look();
    const timer = setInterval(look, LOOK_MS);
    return () => {
      isCurrent = false;
      clearInterval(timer);
    };
  }, [dashboard]);
  const seen = found?.seen ?? [];
  const join = (id: string) => void ask.run({ id }).then((done) => done !== null && onAsked?.());
  return (
    <>
      <p className={styles.note} role="status">
        {failure
          ? failureInWords(failure)
          : found === null
            ? t('cell.look.looking')
            : seen.length === 0
              ? t('cell.look.nobody')
              : null}
      </p>
      <ul className={styles.seenList}>
        {seen.map(({ id, inviter, cellName, address, hasLookAlike }) => (
          <li key={id}>
            <div>
              <p dir="auto">
                {t('cell.look.row', { inviter: visibleLine(inviter, 40), cell: visibleLine(cellName, 60) })}
              </p>
              <p className={styles.note}>{t('cell.look.rowPlace', { address })}</p>
              {hasLookAlike ? <p className={styles.note}>{t('cell.look.alike')}</p> : null}
            </div>
            <Button
              busy={ask.busy}
              disabled={wait !== null}
              aria-label={`${t('cell.look.choose', { inviter: visibleLine(inviter, 40) })}, ${address}`}
              onClick={() => join(id)}
            >
              {t('cell.look.choose', { inviter: visibleLine(inviter, 40) })}
            </Button>
          </li>
        ))}
      </ul>
      {found?.crowded ? <p className={styles.note}>{t('cell.look.crowded')}</p> : null}
      <FormError message={failureInWords(ask.failure) ?? wait} />
    </>
  );
}
