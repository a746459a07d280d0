import { t } from '#shared/words/translate.ts';
import styles from './Drawing.module.css';

const ROWS = [148, 104, 172, 126] as const;

/** A statement with lines for date, what and amount. */
export function TokensDrawing() {
  return (
    <svg
      role="img"
      aria-label={t('empty.tokens.drawing')}
      className={styles.drawing}
      width="420"
      height="212"
      viewBox="0 0 420 212"
    >
      <rect className={styles.panel} x="0.5" y="0.5" width="419" height="211" rx="12" />
      <text className={styles.labelStrong} x="22" y="38">
        0
      </text>
      {ROWS.map((width, index) => (
        <g key={width} transform={`translate(0 ${60 + index * 38})`}>
          <line className={styles.rule} x1="0" x2="420" y1="0" y2="0" />
          <rect className={styles.bar} x="22" y="15" width="44" height="8" rx="4" />
          <rect className={styles.bar} x="92" y="15" width={width} height="8" rx="4" />
          <rect className={styles.bar} x="362" y="15" width="36" height="8" rx="4" />
        </g>
      ))}
    </svg>
  );
}
