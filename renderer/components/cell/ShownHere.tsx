import { useCallback, useEffect, useState } from 'react';
import type { Cell } from '#shared/contract/domain/cell.ts';
import { visibleLine } from '#shared/words/format/peer-text.ts';
import { until } from '#shared/words/format/times.ts';
import { failureInWords } from '#shared/words/sayings.ts';
import { t } from '#shared/words/translate.ts';
import { useNode } from '../../state/context.tsx';
import { useNow } from '../../state/now.ts';
import { useCall } from '../../state/use-call.ts';
import { TextButton } from '../Button.tsx';
import styles from './Cell.module.css';

/** Renewed well before it ends; a window that is gone renews nothing. */
const SHOWN_S = 60;
const RENEW_MS = 20_000;
/** After so long nobody looks at the dialog any more. */
const LIMIT_MS = 10 * 60_000;

/**
 * While it is on the screen, this node can be found by who looks for an invitation on the same network; not before, not
 * after, and for ten minutes at most.
 */
export function ShownHere({ cell }: { readonly cell: Cell }) {
  const online = useNode((node) => node.online);
  const [sinceMs, setSinceMs] = useState(() => Date.now());
  const { run, failure } = useCall('cell.show');
  const nowMs = useNow(5_000);
  const endsMs = sinceMs + LIMIT_MS;
  const isOver = nowMs >= endsMs;
  const hide = useCallback(() => void run({ seconds: 0 }), [run]);
  useEffect(() => {
    if (!online || isOver) return;
    const renew = () => {
      const leftS = Math.ceil((endsMs - Date.now()) / 1_000);
      if (leftS > 0) void run({ seconds: Math.min(SHOWN_S, leftS) });
    };
    renew();
    const timer = setInterval(renew, RENEW_MS);
    return () => {
      clearInterval(timer);
      hide();
    };
  }, [online, isOver, endsMs, run, hide]);

  if (!online) return null;
  if (failure) return <p className={styles.note}>{failureInWords(failure)}</p>;
  return isOver ? (
    <p className={styles.note}>
      {t('cell.show.off')}{' '}
      <TextButton onClick={() => setSinceMs(Date.now())}>{t('cell.show.again')}</TextButton>
    </p>
  ) : cell.shownUntilMs === null ? null : (
    <p className={styles.note} role="status" dir="auto">
      {t('cell.show.on', { until: until(endsMs, nowMs), cell: visibleLine(cell.name, 60) })}
    </p>
  );
}
