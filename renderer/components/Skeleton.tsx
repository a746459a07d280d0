import { type ReactNode, useEffect, useState } from 'react';
import { t } from '#shared/words/translate.ts';
import styles from './Skeleton.module.css';

const QUIET_MS = 150;

/** Nothing for the first moment, so that what is quick does not flash. */
export function AfterMoment({ children }: { readonly children: ReactNode }) {
  const [shown, setShown] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setShown(true), QUIET_MS);
    return () => clearTimeout(timer);
  }, []);
  return shown ? children : null;
}

/** Grey rows in the place of the real ones; no shimmer. */
export function SkeletonRows({ rows, height = 44 }: { readonly rows: number; readonly height?: number }) {
  return (
    <AfterMoment>
      <div role="status" className={styles.rows}>
        <span className="visuallyHidden">{t('common.loading')}</span>
        {Array.from({ length: rows }, (_, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: rows without identity
          <div key={index} aria-hidden="true" className={styles.row} style={{ blockSize: height }}>
            <span style={{ inlineSize: `${62 - ((index * 17) % 34)}%` }} />
          </div>
        ))}
      </div>
    </AfterMoment>
  );
}
